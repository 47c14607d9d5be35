package dev.patchseek.spark.job;

import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.data.dataset.ListedImage;
import dev.patchseek.data.dataset.ListedImages;
import dev.patchseek.spark.listing.ImageReference;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Pictures of Hadoop filesystems.
 *
 * @param references of them
 * @param hadoop how to reach the filesystems
 */
record HadoopImages(List<ImageReference> references, Configuration hadoop) implements ListedImages {

  @Override
  public long count() {
    return references.size();
  }

  @Override
  public Stream<ListedImage> images(BiConsumer<String, IOException> unreadable) {
    return references.stream().map(reference -> new HadoopImage(reference, hadoop));
  }

  @Override
  public Path source(ListedImage image) {
    return Path.of(((HadoopImage) image).reference().source());
  }

  /** One of them. */
  record HadoopImage(ImageReference reference, Configuration hadoop) implements ListedImage {

    @Override
    public String name() {
      return reference.name();
    }

    @Override
    public FileStamp stamp() throws IOException {
      if (reference.bytes() < 0) {
        throw new FileNotFoundException(reference.file() + " does not exist");
      }
      return new FileStamp(reference.bytes(), Instant.ofEpochMilli(reference.modified()));
    }

    @Override
    public byte[] read() throws IOException {
      byte[] bytes = new byte[Math.toIntExact(reference.bytes())];
      org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(reference.file());
      try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
        in.readFully(reference.offset(), bytes);
        return bytes;
      }
    }
  }
}
