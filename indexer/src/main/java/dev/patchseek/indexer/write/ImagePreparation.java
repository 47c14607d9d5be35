package dev.patchseek.indexer.write;

import dev.patchseek.data.Sha256;
import dev.patchseek.data.dataset.ImageSource;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.indexer.format.ImageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads an image file, decides whether it needs embedding and decodes it. Safe for many threads.
 *
 * @param source the absolute folder or tar the images come from
 * @param index tells what it holds of an image
 */
record ImagePreparation(Path source, PatchIndexWriter index) {

  /** Never throws for a bad image: the reason is part of the result. */
  PreparedImage prepare(ImageSource image) {
    try {
      byte[] file = image.read();
      String hash = Sha256.hex(file);
      Optional<ImageRecord> stored = index.stored(ImageRecord.idOf(image.name()));
      if (stored.isPresent() && belongsToOther(stored.get())) {
        return unusable(
            image,
            "the index holds an image of this path from %s: index this source into a directory of"
                    .formatted(stored.get().source())
                + " its own");
      }
      if (stored.isPresent() && isSame(stored.get(), hash)) {
        return new PreparedImage.Unchanged();
      }
      RgbImage pixels = ImageDecoder.decode(file, image.name());
      ImageRecord record =
          new ImageRecord(image.name(), source, pixels.width(), pixels.height(), hash);
      return new PreparedImage.Decoded(record, pixels, stored.isEmpty());
    } catch (IOException | RuntimeException e) {
      return unusable(image, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private boolean isSame(ImageRecord stored, String hash) {
    return stored.contentHash().equals(hash) && stored.source().equals(source);
  }

  /** A source that has gone was moved, as far as can be known: its images are taken over. */
  private boolean belongsToOther(ImageRecord stored) {
    return !stored.source().equals(source) && Files.exists(stored.source());
  }

  private static PreparedImage unusable(ImageSource image, String reason) {
    String prefix = image.name() + ": "; // the decoder names the image itself
    return new PreparedImage.Unusable(
        new SkippedImage(
            image.name(), reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason));
  }
}
