package dev.patchseek.indexer.query;

import dev.patchseek.data.dataset.ImageSource;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.metadata.Metadata;
import java.nio.file.Path;

/**
 * An image of the index.
 *
 * @param id what it is called from outside; stable as long as its path is
 * @param path relative to the folder or tar that was indexed, with '/' between its parts
 * @param width of the upright image, in pixels
 * @param height of the upright image, in pixels
 * @param metadata what people know of it
 * @param source reads the original file, which may have gone since
 */
public record IndexedImage(
    String id, String path, int width, int height, Metadata metadata, ImageSource source) {

  /**
   * An image by what an index stores of it.
   *
   * @param path relative to its source
   * @param source the absolute folder or tar file it came from
   */
  public static IndexedImage of(String path, Path source, int width, int height, Metadata known) {
    return new IndexedImage(
        ImageRecord.idOf(path), path, width, height, known, new OriginalFile(source, path));
  }
}
