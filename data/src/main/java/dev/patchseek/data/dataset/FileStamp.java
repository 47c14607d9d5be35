package dev.patchseek.data.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a file system says of a file without reading it.
 *
 * @param bytes its length
 * @param modified when it was written last, in whole milliseconds
 */
public record FileStamp(long bytes, Instant modified) {

  public FileStamp {
    modified = modified.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Asks the file system.
   *
   * @throws IOException when there is no such file, or it is a pipe or a device, which may never
   *     end
   */
  public static FileStamp of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException("expected a regular file, got a folder, pipe or device");
    }
    return new FileStamp(attributes.size(), attributes.lastModifiedTime().toInstant());
  }
}
