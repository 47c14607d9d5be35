package dev.patchseek.opensearch.client.search;

import dev.patchseek.indexer.query.TokenMatch;
import java.util.List;

/**
 * An image that answers a query.
 *
 * @param id of the image
 * @param path relative to its source
 * @param score as the engine scores it, to the bit
 * @param global what the whole image adds to the score
 * @param matches one for each token of the query, in its order
 */
public record ClusterHit(
    String id, String path, float score, float global, List<TokenMatch> matches) {

  public ClusterHit {
    matches = List.copyOf(matches);
  }
}
