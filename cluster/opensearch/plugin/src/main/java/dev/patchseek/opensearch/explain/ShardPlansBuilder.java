package dev.patchseek.opensearch.explain;

import dev.patchseek.opensearch.query.MaxSimQuery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.ObjectParser;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.search.aggregations.AbstractAggregationBuilder;
import org.opensearch.search.aggregations.AggregationBuilder;
import org.opensearch.search.aggregations.Aggregator;
import org.opensearch.search.aggregations.AggregatorFactories;
import org.opensearch.search.aggregations.AggregatorFactory;
import org.opensearch.search.aggregations.CardinalityUpperBound;
import org.opensearch.search.aggregations.InternalAggregation;
import org.opensearch.search.aggregations.NonCollectingAggregator;
import org.opensearch.search.internal.SearchContext;

/**
 * The aggregation {@code maxsim_plans}, without parameters: how each shard has answered the query
 * {@code maxsim} of the search. An aggregation is the one thing that OpenSearch collects of every
 * shard, whether hits are taken from it or not.
 */
public final class ShardPlansBuilder extends AbstractAggregationBuilder<ShardPlansBuilder> {

  /** The type of the aggregation. */
  public static final String TYPE = "maxsim_plans";

  private static final ObjectParser<ShardPlansBuilder, String> PARSER =
      ObjectParser.fromBuilder(TYPE, ShardPlansBuilder::new);

  private ShardPlansBuilder(String name) {
    super(name);
  }

  private ShardPlansBuilder(
      ShardPlansBuilder other,
      AggregatorFactories.Builder factories,
      Map<String, Object> metadata) {
    super(other, factories, metadata);
  }

  /** Reads what another node has sent. */
  public ShardPlansBuilder(StreamInput in) throws IOException {
    super(in);
  }

  /** Reads a result that another node has sent. */
  public static InternalAggregation readResult(StreamInput in) throws IOException {
    return new ShardPlans(in);
  }

  /** Reads the aggregation from a request. */
  public static ObjectParser<ShardPlansBuilder, String> parser() {
    return PARSER;
  }

  @Override
  protected void doWriteTo(StreamOutput out) {}

  @Override
  protected XContentBuilder internalXContent(XContentBuilder builder, Params params)
      throws IOException {
    return builder.startObject().endObject();
  }

  @Override
  protected AggregationBuilder shallowCopy(
      AggregatorFactories.Builder factories, Map<String, Object> metadata) {
    return new ShardPlansBuilder(this, factories, metadata);
  }

  @Override
  public String getType() {
    return TYPE;
  }

  @Override
  public BucketCardinality bucketCardinality() {
    return BucketCardinality.NONE;
  }

  @Override
  protected AggregatorFactory doBuild(
      QueryShardContext context, AggregatorFactory parent, AggregatorFactories.Builder factories)
      throws IOException {
    return new Factory(name, context, parent, factories, metadata);
  }

  /** Makes what tells the plan of a shard. */
  private static final class Factory extends AggregatorFactory {

    Factory(
        String name,
        QueryShardContext context,
        AggregatorFactory parent,
        AggregatorFactories.Builder factories,
        Map<String, Object> metadata)
        throws IOException {
      super(name, context, parent, factories, metadata);
    }

    @Override
    protected Aggregator createInternal(
        SearchContext search,
        Aggregator parent,
        CardinalityUpperBound cardinality,
        Map<String, Object> metadata)
        throws IOException {
      return new NonCollectingAggregator(name, search, parent, factories, metadata) {
        @Override
        public InternalAggregation buildEmptyAggregation() {
          return new ShardPlans(name, plans(search), metadata);
        }
      };
    }

    @Override
    protected boolean supportsConcurrentSegmentSearch() {
      return true;
    }
  }

  private static List<ShardPlan> plans(SearchContext search) {
    int shard = search.indexShard().shardId().id();
    return MaxSimQuery.in(search.query()).stream()
        .filter(query -> !query.stages().isEmpty())
        .map(query -> new ShardPlan(shard, query.plan(), query.stages()))
        .toList();
  }
}
