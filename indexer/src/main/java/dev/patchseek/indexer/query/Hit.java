package dev.patchseek.indexer.query;

import java.util.List;

/**
 * An image that answers a query.
 *
 * @param image which
 * @param score the sum over the tokens of {@link TokenMatch#weight} times {@link TokenMatch#score},
 *     plus {@code global}
 * @param global what the whole image adds to the score: γ times the similarity of its vector to
 *     that of the whole query; 0 for a model whose γ is 0
 * @param matches one for each token of the query, in its order
 */
public record Hit(IndexedImage image, float score, float global, List<TokenMatch> matches) {

  public Hit {
    matches = List.copyOf(matches);
  }
}
