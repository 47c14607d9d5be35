package dev.patchseek.indexer.format;

import dev.patchseek.data.Sha256;
import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.indexer.metadata.Metadata;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the index knows of an image besides its patches.
 *
 * @param path relative to its source, with '/' between its parts
 * @param source the absolute folder or tar file it came from
 * @param width of the upright image, in pixels
 * @param height of the upright image, in pixels
 * @param contentHash SHA-256 of the encoded file, in hexadecimal
 * @param stamp length and time of the file (for an entry of a tar, the tar's time)
 * @param read when the file was read to be hashed, in whole milliseconds
 * @param metadata what people know of it
 */
public record ImageRecord(
    String path,
    Path source,
    int width,
    int height,
    String contentHash,
    FileStamp stamp,
    Instant read,
    Metadata metadata) {

  public ImageRecord {
    read = read.truncatedTo(ChronoUnit.MILLIS);
  }

  /** An image of which people know nothing. */
  public ImageRecord(
      String path,
      Path source,
      int width,
      int height,
      String contentHash,
      FileStamp stamp,
      Instant read) {
    this(path, source, width, height, contentHash, stamp, read, Metadata.NONE);
  }

  /** This image with other metadata. */
  public ImageRecord describedBy(Metadata known) {
    return new ImageRecord(path, source, width, height, contentHash, stamp, read, known);
  }

  /** This image, whose file was found unchanged in content at another time. */
  public ImageRecord readAgain(FileStamp newStamp, Instant when) {
    return new ImageRecord(path, source, width, height, contentHash, newStamp, when, metadata);
  }

  /** The id of this image. */
  public String id() {
    return idOf(path);
  }

  /**
   * The id of the image at a path: the first 16 hexadecimal digits of the path's SHA-256. It
   * outlives merges, restarts and a move of the whole source.
   */
  public static String idOf(String path) {
    return Sha256.hex(path.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }
}
