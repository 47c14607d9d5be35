package dev.patchseek.opensearch.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.opensearch.query.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opensearch.common.io.stream.BytesStreamOutput;
import org.opensearch.search.aggregations.InternalAggregation;

class ShardPlansTest {

  private static final ShardPlan FIRST =
      new ShardPlan(
          0, "exact scan", List.of(new Stage("filter", 9, 7, 5), new Stage("scan", 7, 3, 6)));
  private static final ShardPlan SECOND =
      new ShardPlan(1, "exact scan", List.of(new Stage("filter", 1, 1, 2)));

  private static ShardPlans plans(ShardPlan... shards) {
    return new ShardPlans("plans", List.of(shards), Map.of());
  }

  @Test
  void reachAnotherNodeAsTheyWere() throws IOException {
    BytesStreamOutput out = new BytesStreamOutput();
    plans(FIRST, SECOND).writeTo(out);

    InternalAggregation there = ShardPlansBuilder.readResult(out.bytes().streamInput());

    assertThat(there).isEqualTo(plans(FIRST, SECOND)).hasSameHashCodeAs(plans(FIRST, SECOND));
  }

  @Test
  void areToldOnceForEachShardHoweverManyPartsItIsSearchedIn() {
    InternalAggregation all =
        plans().reduce(List.of(plans(SECOND), plans(FIRST), plans(FIRST), plans()), null);

    assertThat(all).isEqualTo(plans(FIRST, SECOND));
    assertThat(all.toString())
        .contains(
            "{\"shard\":1,\"plan\":\"exact scan\",\"stages\":[{\"name\":\"filter\",\"from\":1,");
  }

  @Test
  void haveNoProperties() {
    assertThat(plans(FIRST).getProperty(List.of())).isEqualTo(plans(FIRST));
    assertThatThrownBy(() -> plans(FIRST).getProperty(List.of("value")))
        .hasMessageContaining("no property value");
  }
}
