package dev.patchseek.indexer.compose;

import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.util.List;

/**
 * A query with the words that its tokens belong to.
 *
 * @param typed its text; empty where there is none
 * @param query the tokens of the wanted text, then of each unwanted part, then of the images
 * @param words in reading order, with places in the typed text; a weight is the sum of its tokens'
 *     in the score, negative for an unwanted word
 * @param textTokens how many tokens come from the text; the tokens behind them are patches
 */
public record ComposedQuery(
    String typed, MaxSimQuery query, List<TokenEmbeddings.Word> words, int textTokens) {

  public ComposedQuery {
    words = List.copyOf(words);
  }
}
