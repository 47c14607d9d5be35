package dev.patchseek.spark.job;

import dev.patchseek.indexer.format.Shard;
import java.io.Serializable;
import java.util.List;

/**
 * What became of one shard.
 *
 * @param shard as it lies there now; null where none of its pictures could be indexed
 * @param untouched whether it lay there already
 * @param embedded pictures that the model had to look at, or whose metadata changed
 * @param skipped pictures that could not be indexed
 * @param firstSkipped some of them with their reasons, for people; all are in the shard's own
 *     {@code skipped.jsonl}
 * @param unmatched lines of metadata that name no picture
 */
record ShardOutcome(
    Shard shard,
    boolean untouched,
    long embedded,
    long skipped,
    List<String> firstSkipped,
    long unmatched)
    implements Serializable {

  /** A shard that did not have to be touched. */
  static ShardOutcome untouched(Shard shard, long unmatched) {
    return new ShardOutcome(shard, true, 0, shard.skipped(), List.of(), unmatched);
  }

  /** Lines of metadata without a single picture. */
  static ShardOutcome ofNothing(long unmatched) {
    return new ShardOutcome(null, false, 0, 0, List.of(), unmatched);
  }

  /** Whether there is anything to search in it. */
  boolean isIndexed() {
    return shard != null && shard.images() > 0;
  }
}
