package dev.patchseek.opensearch.client.search;

import dev.patchseek.indexer.query.Explanation.ShardPlan;
import dev.patchseek.indexer.query.Explanation.Stage;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What the shards of an index did for an answer, as the plugin's aggregation tells it.
 *
 * @param shards in the order of their numbers
 */
record ShardPlans(List<ShardPlan> shards) {

  private static final String NAME = "plans";

  /** The aggregations of a search that tell it. */
  static final Map<String, Object> AGGREGATIONS = Map.of(NAME, Map.of("maxsim_plans", Map.of()));

  /**
   * Reads them from an answer.
   *
   * @throws IOException when a shard does not tell, for then the sums would be wrong
   */
  static ShardPlans read(JsonNode answer) throws IOException {
    List<ShardPlan> shards =
        answer
            .path("aggregations")
            .path(NAME)
            .path("shards")
            .valueStream()
            .map(ShardPlans::shard)
            .sorted(Comparator.comparingInt(ShardPlan::shard))
            .toList();
    int expected = answer.path("_shards").path("total").asInt();
    if (shards.size() != expected) {
      throw new IOException(
          "%d of %d shards tell how they have answered".formatted(shards.size(), expected));
    }
    return new ShardPlans(shards);
  }

  private static ShardPlan shard(JsonNode plan) {
    return new ShardPlan(
        plan.path("shard").asInt(),
        plan.path("plan").asString(),
        plan.path("stages")
            .valueStream()
            .map(
                stage ->
                    new Stage(
                        stage.path("name").asString(),
                        stage.path("from").asInt(),
                        stage.path("to").asInt(),
                        stage.path("nanos").asLong()))
            .toList());
  }

  /** Live images of the index. */
  int images() {
    return sum(stages -> stages.getFirst().from());
  }

  /** Of them, those that the filter let through. */
  int admitted() {
    return sum(stages -> stages.getFirst().to());
  }

  /** Of them, those that were scored by their vectors. */
  int scored() {
    return sum(stages -> stages.getLast().from());
  }

  private int sum(ToIntFunction<List<Stage>> images) {
    return shards.stream().map(ShardPlan::stages).mapToInt(images).sum();
  }

  /** What the filter took in the slowest shard, for all work side by side. */
  long filterNanos() {
    return shards.stream().mapToLong(shard -> shard.stages().getFirst().nanos()).max().orElse(0);
  }

  /** The plans that were chosen, and in how many shards. */
  String plan() {
    Map<String, Long> counts =
        shards.stream()
            .collect(
                Collectors.groupingBy(ShardPlan::plan, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(
            plan ->
                "%s in %d %s"
                    .formatted(
                        plan.getKey(), plan.getValue(), plan.getValue() == 1 ? "shard" : "shards"))
        .collect(Collectors.joining("; "));
  }
}
