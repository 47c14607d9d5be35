package dev.patchseek.indexer.format;

import dev.patchseek.data.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the index knows of an image besides its patches.
 *
 * @param path relative to its source, with '/' between its parts
 * @param source the absolute folder or tar file it came from
 * @param width of the upright image, in pixels
 * @param height of the upright image, in pixels
 * @param contentHash SHA-256 of the encoded file, in hexadecimal
 */
public record ImageRecord(String path, Path source, int width, int height, String contentHash) {

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
