package dev.patchseek.opensearch.client.load;

import dev.patchseek.data.InvalidInputException;
import java.time.Duration;

/**
 * How to load.
 *
 * @param name of the index in the cluster
 * @param shards of an index that is made now
 * @param replicas copies of each shard beside the first, of an index that is made now
 * @param batchBytes a request has about so many
 * @param writers requests under way at a time
 * @param patience how long the cluster may take nothing
 * @param sync whether images of the cluster's index that the loaded one has not are removed
 */
public record LoadRequest(
    String name,
    int shards,
    int replicas,
    int batchBytes,
    int writers,
    Duration patience,
    boolean sync) {

  private static final int MEGABYTE = 1 << 20;

  public LoadRequest {
    if (shards < 1 || replicas < 0 || batchBytes < 1 || writers < 1) {
      throw new InvalidInputException(
          "loading needs at least 1 shard, 0 replicas, 1 byte a batch and 1 writer, got %d, %d, %d, %d"
              .formatted(shards, replicas, batchBytes, writers));
    }
  }

  /** Two writers of 4 MB, which wait for five minutes and remove nothing. */
  public static LoadRequest of(String name, int shards, int replicas) {
    return new LoadRequest(name, shards, replicas, 4 * MEGABYTE, 2, Duration.ofMinutes(5), false);
  }

  /** The same, with removing. */
  public LoadRequest synchronizing() {
    return new LoadRequest(name, shards, replicas, batchBytes, writers, patience, true);
  }
}
