package dev.patchseek.spark.job;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.kernel.Precision;
import java.io.Serializable;
import java.util.List;

/**
 * What to index, with which model, where to. All places are paths or URIs of Hadoop filesystems
 * that every machine of the cluster can reach.
 *
 * @param images folders, tars and manifests, with wildcards
 * @param metadata JSON lines with what people know of the pictures; null for none but what lies in
 *     the folders
 * @param model the directory of the bundle
 * @param index the directory of the shards, made when it does not exist
 * @param shards to divide the pictures into; 0 for as many as there are, at first one for each core
 * @param batch pictures the model embeds at a time
 * @param threads that decode ahead of the model, for each task
 * @param precision of stored vectors; null for that of the shards, which is int8 at first
 * @param pool how many vectors the patches of a picture share, 0 for one each; null for what the
 *     shards do, which is 0 at first
 */
public record SparkIndexingRequest(
    List<String> images,
    String metadata,
    String model,
    String index,
    int shards,
    int batch,
    int threads,
    Precision precision,
    Integer pool)
    implements Serializable {

  /** More do not fit the names of shards. */
  private static final int MOST_SHARDS = 99_999;

  public SparkIndexingRequest {
    images = List.copyOf(images);
    if (images.isEmpty()) {
      throw new InvalidInputException("no folder, tar or manifest of pictures is given");
    }
    if (shards < 0 || shards > MOST_SHARDS) {
      throw new InvalidInputException(
          "pictures are divided into 1 to %d shards, got %d".formatted(MOST_SHARDS, shards));
    }
  }

  SparkIndexingRequest withModelAt(String place) {
    return new SparkIndexingRequest(
        images, metadata, place, index, shards, batch, threads, precision, pool);
  }
}
