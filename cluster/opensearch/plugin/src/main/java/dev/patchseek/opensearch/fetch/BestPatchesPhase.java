package dev.patchseek.opensearch.fetch;

import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.opensearch.query.ImageScorer;
import dev.patchseek.opensearch.query.MaxSimQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.LeafReaderContext;
import org.opensearch.common.document.DocumentField;
import org.opensearch.index.query.ParsedQuery;
import org.opensearch.search.fetch.FetchContext;
import org.opensearch.search.fetch.FetchSubPhase;
import org.opensearch.search.fetch.FetchSubPhaseProcessor;

/**
 * Tells of each hit of a {@code maxsim} query, as its field {@code maxsim}: {@code score}, the
 * score without OpenSearch's shift; {@code global}, what the whole image adds to it; and for every
 * token its best patch in {@code patches} and the dot product with it in {@code similarities}. See
 * {@link BestPatchesOption} for scores alone.
 */
public final class BestPatchesPhase implements FetchSubPhase {

  private static final String FIELD = "maxsim";

  @Override
  public FetchSubPhaseProcessor getProcessor(FetchContext context) {
    ParsedQuery parsed = context.parsedQuery();
    Optional<MaxSimQuery> asked =
        Optional.ofNullable(parsed).flatMap(it -> MaxSimQuery.in(it.query()));
    if (asked.isEmpty()) {
      return null;
    }
    boolean wantsPatches =
        !(context.getSearchExt(BestPatchesOption.NAME) instanceof BestPatchesOption option)
            || option.isOn();
    return new Processor(asked.orElseThrow(), wantsPatches);
  }

  /** Scores the hits of a segment once more, keeping the patches if they are wanted. */
  private static final class Processor implements FetchSubPhaseProcessor {

    private final MaxSimQuery query;
    private final boolean wantsPatches;
    private ImageScorer scorer;

    Processor(MaxSimQuery query, boolean wantsPatches) {
      this.query = query;
      this.wantsPatches = wantsPatches;
    }

    @Override
    public void setNextReader(LeafReaderContext segment) throws IOException {
      scorer = query.scorer(segment.reader());
    }

    @Override
    public void process(HitContext hit) throws IOException {
      if (!scorer.scores(hit.docId())) {
        return;
      }
      float score = scorer.score(hit.docId());
      Map<String, Object> found = wantsPatches ? found(score, hit.docId()) : Map.of("score", score);
      hit.hit().setDocumentField(FIELD, new DocumentField(FIELD, List.of(found)));
    }

    private Map<String, Object> found(float score, int document) throws IOException {
      BestPatches best = scorer.best();
      List<Integer> patches = new ArrayList<>();
      List<Float> similarities = new ArrayList<>();
      for (int token = 0; token < query.tokens(); token++) {
        patches.add(best.patch(token));
        similarities.add(best.score(token));
      }
      return Map.of(
          "score", score,
          "global", scorer.global(document),
          "patches", patches,
          "similarities", similarities);
    }
  }
}
