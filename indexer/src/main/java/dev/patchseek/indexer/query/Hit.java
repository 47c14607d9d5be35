package dev.patchseek.indexer.query;

import java.util.List;

/**
 * An image that answers a query.
 *
 * @param image which
 * @param score the mean over the tokens of {@link TokenMatch#score}, -1..1
 * @param matches one for each token of the query, in its order
 */
public record Hit(IndexedImage image, float score, List<TokenMatch> matches) {

  public Hit {
    matches = List.copyOf(matches);
  }
}
