package dev.patchseek.indexer.cli;

import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.compose.ComposedQuery;
import dev.patchseek.indexer.query.TokenMatch;
import java.util.List;

/**
 * The patch that answers a word best: that of its strongest token.
 *
 * @param text the word as typed
 * @param weight of the word in the image's score; negative for an unwanted word
 */
record WordMatch(String text, int patch, float score, float weight) {

  /** One for each word of the query, in its order. */
  static List<WordMatch> of(ComposedQuery query, List<TokenMatch> matches) {
    return query.words().stream().map(word -> of(word, matches)).toList();
  }

  private static WordMatch of(TokenEmbeddings.Word word, List<TokenMatch> matches) {
    TokenMatch best = matches.get(word.firstToken());
    for (TokenMatch match : matches.subList(word.firstToken() + 1, word.behindToken())) {
      best = match.score() > best.score() ? match : best;
    }
    return new WordMatch(word.text(), best.patch(), best.score(), word.weight());
  }
}
