package dev.patchseek.indexer.write;

import java.nio.file.Path;

/**
 * What to index, with which model, where to.
 *
 * @param images a folder or a tar file of images
 * @param bundle the directory of the model; the index remembers it
 * @param index the directory of the index, made when it does not exist
 * @param metadata a CSV or JSON lines with what people know of the images; null for the
 *     metadata.jsonl of the folder, if it has one
 * @param report a file for a line of JSON for each image that was skipped or removed; null for none
 */
public record IndexingRequest(
    Path images, Path bundle, Path index, Path metadata, Path report, IndexingOptions options) {

  public IndexingRequest {
    images = images.toAbsolutePath().normalize();
    bundle = bundle.toAbsolutePath().normalize();
    index = index.toAbsolutePath().normalize();
  }

  /** A request with the folder's own metadata, without a report. */
  public IndexingRequest(Path images, Path bundle, Path index, IndexingOptions options) {
    this(images, bundle, index, null, null, options);
  }
}
