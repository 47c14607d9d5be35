package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.kernel.GlobalSimilarity;
import dev.patchseek.indexer.kernel.QueryTokens;

/**
 * What images are scored by: {@code Σ w · max(token · patch) + γ · (whole · whole image − hubs ·
 * hub)}, as PatchSeek's index scores.
 *
 * @param tokens matched against patches, with their weights w
 * @param whole [d], the query as a whole
 * @param hubs how often an image's hub is taken off
 * @param globalWeight γ, from the mapping
 */
record Question(QueryTokens tokens, float[] whole, float hubs, float globalWeight) {

  Question {
    if (whole.length != tokens.dim()) {
      throw new IllegalArgumentException(
          "the whole query has %d components, the field has %d"
              .formatted(whole.length, tokens.dim()));
    }
  }

  /** Whether what whole images add tells enough of the score to rank candidates by it. */
  boolean ranksByWholes() {
    return Effort.ranksByWholes(tokens, whole, globalWeight);
  }

  /**
   * What is added to every score, for OpenSearch takes none below 0: the most that vectors of
   * length 1 can be away from 0.
   */
  float shift() {
    double ofWhole = GlobalSimilarity.most(whole) + Math.abs(hubs);
    return (float) (tokens.totalWeight() + globalWeight * ofWhole);
  }
}
