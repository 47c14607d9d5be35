package dev.patchseek.indexer.query;

import java.util.List;

/**
 * How an answer was found.
 *
 * @param plan the name of the query plan
 * @param images live images of the index
 * @param admitted of them, those that the filter let through
 * @param stages what the plan did, in order
 */
public record Explanation(String plan, int images, int admitted, List<Stage> stages) {

  public Explanation {
    stages = List.copyOf(stages);
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
}
