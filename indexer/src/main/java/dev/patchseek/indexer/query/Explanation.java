package dev.patchseek.indexer.query;

import java.util.List;

/**
 * How an answer was found.
 *
 * @param plan the name of the query plan
 * @param images live images of the index
 * @param admitted of them, those that the filter let through
 * @param stages what the plan did, in order
 * @param shards what each shard of a cluster did by itself; empty for an index of this machine
 */
public record Explanation(
    String plan, int images, int admitted, List<Stage> stages, List<ShardPlan> shards) {

  public Explanation {
    stages = List.copyOf(stages);
    shards = List.copyOf(shards);
  }

  /** How an answer was found in an index of this machine. */
  Explanation(String plan, int images, int admitted, List<Stage> stages) {
    this(plan, images, admitted, stages, List.of());
  }

  /**
   * A step of a plan.
   *
   * @param name of it
   * @param from images it looked at
   * @param to images it left for the next
   * @param nanos it took
   */
  public record Stage(String name, int from, int to, long nanos) {}

  /**
   * How one shard of a cluster found its best images.
   *
   * @param shard its number
   * @param plan the name of the query plan that it chose
   * @param stages what the plan did, in order; the first is the filter
   */
  public record ShardPlan(int shard, String plan, List<Stage> stages) {

    public ShardPlan {
      stages = List.copyOf(stages);
    }
  }
}
