package dev.patchseek.opensearch.explain;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.search.aggregations.InternalAggregation;

/** The plans of all shards, as an answer tells them. */
final class ShardPlans extends InternalAggregation {

  private final List<ShardPlan> shards;

  ShardPlans(String name, List<ShardPlan> shards, Map<String, Object> metadata) {
    super(name, metadata);
    this.shards = List.copyOf(shards);
  }

  ShardPlans(StreamInput in) throws IOException {
    super(in);
    shards = in.readList(ShardPlan::new);
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    out.writeList(shards);
  }

  @Override
  public String getWriteableName() {
    return ShardPlansBuilder.TYPE;
  }

  /** Each part of a shard that is searched by itself tells the plan of the whole shard. */
  @Override
  public InternalAggregation reduce(List<InternalAggregation> parts, ReduceContext context) {
    Map<Integer, ShardPlan> plans = new TreeMap<>();
    for (InternalAggregation part : parts) {
      ((ShardPlans) part).shards.forEach(plan -> plans.put(plan.shard(), plan));
    }
    return new ShardPlans(name, List.copyOf(plans.values()), metadata);
  }

  @Override
  protected boolean mustReduceOnSingleInternalAgg() {
    return false;
  }

  @Override
  public Object getProperty(List<String> path) {
    if (path.isEmpty()) {
      return this;
    }
    throw new IllegalArgumentException(
        "the plans of shards have no property %s".formatted(String.join(".", path)));
  }

  @Override
  public XContentBuilder doXContentBody(XContentBuilder builder, Params params) throws IOException {
    builder.startArray("shards");
    for (ShardPlan shard : shards) {
      shard.toXContent(builder, params);
    }
    return builder.endArray();
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && shards.equals(((ShardPlans) other).shards);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), shards);
  }
}
