package dev.patchseek.opensearch;

import dev.patchseek.opensearch.explain.ShardPlansBuilder;
import dev.patchseek.opensearch.fetch.BestPatchesOption;
import dev.patchseek.opensearch.fetch.BestPatchesPhase;
import dev.patchseek.opensearch.mapping.PatchFieldMapper;
import dev.patchseek.opensearch.query.MaxSimQueryBuilder;
import dev.patchseek.opensearch.query.WarmUp;
import java.util.List;
import java.util.Map;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.plugins.MapperPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.SearchPlugin;
import org.opensearch.search.fetch.FetchSubPhase;

/**
 * What PatchSeek adds to OpenSearch: the field type {@code patch_embeddings}, the query {@code
 * maxsim} over it, with each of its hits the best patch of every token, and the aggregation {@code
 * maxsim_plans}, which tells how each shard has found them.
 */
public final class PatchSeekPlugin extends Plugin implements MapperPlugin, SearchPlugin {

  /** Loaded with its node, before that joins a cluster and is asked. */
  public PatchSeekPlugin() {
    WarmUp.run();
  }

  @Override
  public Map<String, Mapper.TypeParser> getMappers() {
    return Map.of(PatchFieldMapper.TYPE, PatchFieldMapper.PARSER);
  }

  @Override
  public List<QuerySpec<?>> getQueries() {
    return List.of(
        new QuerySpec<>(
            MaxSimQueryBuilder.NAME, MaxSimQueryBuilder::new, MaxSimQueryBuilder::fromXContent));
  }

  @Override
  public List<AggregationSpec> getAggregations() {
    return List.of(
        new AggregationSpec(
                ShardPlansBuilder.TYPE, ShardPlansBuilder::new, ShardPlansBuilder.parser())
            .addResultReader(ShardPlansBuilder::readResult));
  }

  @Override
  public List<SearchExtSpec<?>> getSearchExts() {
    return List.of(
        new SearchExtSpec<>(
            BestPatchesOption.NAME, BestPatchesOption::new, BestPatchesOption::fromXContent));
  }

  @Override
  public List<FetchSubPhase> getFetchSubPhases(FetchPhaseConstructionContext context) {
    return List.of(new BestPatchesPhase());
  }
}
