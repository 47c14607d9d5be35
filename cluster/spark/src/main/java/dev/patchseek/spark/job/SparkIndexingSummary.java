package dev.patchseek.spark.job;

import java.util.List;

/**
 * What a run did.
 *
 * @param shards that make up the index now
 * @param untouched of them, those that lay there already
 * @param images in all shards
 * @param embedded pictures that the model had to look at, or whose metadata changed
 * @param skipped pictures that could not be indexed
 * @param firstSkipped some of them, with their reasons
 * @param unmatched lines of metadata that name no picture
 */
public record SparkIndexingSummary(
    int shards,
    int untouched,
    long images,
    long embedded,
    long skipped,
    List<String> firstSkipped,
    long unmatched) {

  private static final int NAMED = 100;

  public SparkIndexingSummary {
    firstSkipped = List.copyOf(firstSkipped);
  }

  static SparkIndexingSummary of(List<ShardOutcome> outcomes) {
    List<ShardOutcome> kept = outcomes.stream().filter(ShardOutcome::isIndexed).toList();
    return new SparkIndexingSummary(
        kept.size(),
        (int) kept.stream().filter(ShardOutcome::untouched).count(),
        kept.stream().mapToLong(outcome -> outcome.shard().images()).sum(),
        outcomes.stream().mapToLong(ShardOutcome::embedded).sum(),
        outcomes.stream().mapToLong(ShardOutcome::skipped).sum(),
        outcomes.stream().flatMap(outcome -> outcome.firstSkipped().stream()).limit(NAMED).toList(),
        outcomes.stream().mapToLong(ShardOutcome::unmatched).sum());
  }
}
