package dev.patchseek.spark.listing;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where a picture lies: a whole file, or a stretch of a tar.
 *
 * @param name its path inside its source, with '/' between its parts: what it is called in the
 *     index
 * @param source the folder, tar or manifest it came from, a URI
 * @param file that has its bytes, a URI
 * @param offset of its first byte in a tar; 0 for a file of its own
 * @param bytes its length; -1 where the file could not be found
 * @param modified when the file was written last, in milliseconds since 1970
 * @param metadata what people know of it, an object of JSON; null where it has no line
 */
public record ImageReference(
    String name,
    String source,
    String file,
    long offset,
    long bytes,
    long modified,
    String metadata)
    implements Serializable {

  /** An order in which the same references always stand. */
  public static final Comparator<ImageReference> IN_ORDER =
      Comparator.comparing(ImageReference::name)
          .thenComparing(ImageReference::source)
          .thenComparing(ImageReference::file)
          .thenComparing(ImageReference::offset);

  /** A line of metadata of a picture that lies elsewhere. */
  static ImageReference ofMetadata(String name, String metadata) {
    return new ImageReference(name, "", "", 0, 0, 0, metadata);
  }

  /** Whether this is a line of metadata alone. */
  public boolean isMetadata() {
    return file.isEmpty();
  }

  /** This picture with what people know of it. */
  public ImageReference describedBy(String line) {
    return new ImageReference(name, source, file, offset, bytes, modified, line);
  }
}
