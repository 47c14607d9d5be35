package dev.patchseek.indexer.write;

import dev.patchseek.data.Sha256;
import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.data.dataset.ListedImage;
import dev.patchseek.data.dataset.ListedImages;
import dev.patchseek.data.image.CaptureTime;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.ImageSize;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.data.image.UnusableImageException;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.metadata.MetadataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether an image needs embedding; if so reads and decodes it. Safe for many threads.
 *
 * @param images tells where an image comes from
 * @param index tells what it holds of an image
 * @param embedder makes pictures small
 * @param metadata what people know of the images
 * @param rehash whether to read files that look as they did
 */
record ImagePreparation(
    ListedImages images,
    PatchIndexWriter index,
    PatchEmbedder embedder,
    PixelBudget budget,
    MetadataFile metadata,
    boolean rehash) {

  /** As an uncompressed TIFF of the most pixels that are decoded. */
  static final long MAX_BYTES = 640L << 20;

  ImagePreparation(
      ListedImages images,
      PatchIndexWriter index,
      PatchEmbedder embedder,
      MetadataFile metadata,
      boolean rehash) {
    this(images, index, embedder, PixelBudget.ofHeap(), metadata, rehash);
  }

  /** Never throws for a bad image: the reason is part of the result. */
  PreparedImage prepare(ListedImage image) {
    try {
      FileStamp stamp = image.stamp();
      Path source = images.source(image);
      String id = ImageRecord.idOf(image.name());
      if (!rehash && index.holds(id, source, stamp)) {
        return unchanged(id, metadata.of(image.name()));
      }
      return read(image, source, stamp, index.stored(id));
    } catch (UnusableImageException e) {
      return unusable(image, SkipKind.of(e.fault()), e);
    } catch (IOException | RuntimeException e) {
      return unusable(image, SkipKind.UNREADABLE, e);
    } catch (OutOfMemoryError e) {
      return tooLargeForMemory(image);
    }
  }

  private PreparedImage read(
      ListedImage image, Path source, FileStamp stamp, Optional<ImageRecord> stored)
      throws IOException {
    if (stamp.bytes() > MAX_BYTES) {
      return unusable(
          image,
          SkipKind.TOO_LARGE,
          "%d MiB are more than the %d that are read"
              .formatted(stamp.bytes() >> 20, MAX_BYTES >> 20));
    }
    Instant now = Instant.now();
    byte[] file = image.read();
    String hash = Sha256.hex(file);
    if (stored.isPresent() && belongsToOther(stored.get(), source)) {
      return unusable(
          image,
          SkipKind.OTHER_SOURCE,
          "the index holds an image of this path from %s: index this source into a directory of"
                  .formatted(stored.get().source())
              + " its own");
    }
    Metadata before = stored.map(ImageRecord::metadata).orElse(Metadata.NONE);
    Optional<Metadata> line = metadata.of(image.name());
    Metadata known = line.map(given -> given.keepingTimeOf(before)).orElse(before);
    if (stored.isPresent() && isSame(stored.get(), source, hash)) {
      ImageRecord record = stored.get().readAgain(stamp, now);
      return known.equals(before)
          ? new PreparedImage.Touched(record)
          : new PreparedImage.Described(record.describedBy(known));
    }
    ImageSize size = ImageDecoder.size(file, image.name());
    if (!budget.holds(size)) {
      return tooLargeForMemory(image);
    }
    return budget.spend(
        size,
        () -> {
          RgbImage decoded = ImageDecoder.decode(file, image.name());
          ImageRecord record =
              new ImageRecord(
                  image.name(),
                  source,
                  decoded.width(),
                  decoded.height(),
                  hash,
                  stamp,
                  now,
                  timed(known, line, file));
          return new PreparedImage.Decoded(record, embedder.resized(decoded), stored.isEmpty());
        });
  }

  /** The camera's time holds for the file that it is in, unless people say otherwise. */
  private static Metadata timed(Metadata known, Optional<Metadata> line, byte[] file) {
    if (line.isPresent() && line.get().values().containsKey(Metadata.TAKEN)) {
      return known;
    }
    return CaptureTime.in(file).map(time -> known.takenAt(time.toString())).orElse(known);
  }

  private PreparedImage unchanged(String id, Optional<Metadata> line) throws IOException {
    if (line.isPresent()) {
      ImageRecord stored = index.stored(id).orElseThrow();
      Metadata known = line.get().keepingTimeOf(stored.metadata());
      if (!stored.metadata().equals(known)) {
        return new PreparedImage.Described(stored.describedBy(known));
      }
    }
    return new PreparedImage.Unchanged();
  }

  private boolean isSame(ImageRecord stored, Path source, String hash) {
    return stored.contentHash().equals(hash) && stored.source().equals(source);
  }

  /** A source that has gone was moved, as far as can be known: its images are taken over. */
  private boolean belongsToOther(ImageRecord stored, Path source) {
    return !stored.source().equals(source) && Files.exists(stored.source());
  }

  private static PreparedImage tooLargeForMemory(ListedImage image) {
    return unusable(
        image,
        SkipKind.TOO_LARGE,
        "it does not fit into the memory of Java (%d MiB): allow more with -Xmx"
            .formatted(Runtime.getRuntime().maxMemory() >> 20));
  }

  private static PreparedImage unusable(ListedImage image, SkipKind kind, Exception failure) {
    return unusable(
        image, kind, failure.getMessage() == null ? failure.toString() : failure.getMessage());
  }

  private static PreparedImage unusable(ListedImage image, SkipKind kind, String reason) {
    String prefix = image.name() + ": "; // the decoder names the image itself
    return new PreparedImage.Unusable(
        new SkippedImage(
            image.name(),
            kind,
            reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason));
  }
}
