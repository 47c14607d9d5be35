package dev.patchseek.opensearch.client.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.indexer.query.Explanation.ShardPlan;
import dev.patchseek.opensearch.client.http.Cluster;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ShardPlansTest {

  private static final String TWO =
      """
      {"shard": 1, "plan": "exact scan", "stages": [
        {"name": "filter", "from": 900, "to": 800, "nanos": 9},
        {"name": "scan", "from": 800, "to": 10, "nanos": 5}]},
      {"shard": 0, "plan": "codes, rescore", "stages": [
        {"name": "filter", "from": 2000, "to": 1500, "nanos": 7},
        {"name": "codes", "from": 1500, "to": 500, "nanos": 5},
        {"name": "rescore", "from": 60, "to": 10, "nanos": 5}]}
      """;

  private static JsonNode answer(int shards, String plans) {
    return Cluster.JSON.readTree(
        """
        {"_shards": {"total": %d}, "aggregations": {"plans": {"shards": [%s]}}}
        """
            .formatted(shards, plans));
  }

  @Test
  void sumsUpWhatShardsDidThatChoseDifferentPlans() throws IOException {
    ShardPlans plans = ShardPlans.read(answer(2, TWO));

    assertThat(plans.shards()).extracting(ShardPlan::shard).containsExactly(0, 1);
    assertThat(plans.plan()).isEqualTo("codes, rescore in 1 shard; exact scan in 1 shard");
    assertThat(plans.images()).isEqualTo(2900);
    assertThat(plans.admitted()).isEqualTo(2300);
    assertThat(plans.scored()).isEqualTo(860);
    assertThat(plans.filterNanos()).isEqualTo(9);
  }

  @Test
  void aShardThatTellsNothingIsNotLeftOutInSilence() {
    assertThatThrownBy(() -> ShardPlans.read(answer(3, TWO)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2 of 3 shards tell");
  }
}
