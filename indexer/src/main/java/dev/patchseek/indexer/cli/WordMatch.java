package dev.patchseek.indexer.cli;

import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings.Token;
import dev.patchseek.indexer.query.TokenMatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The patch that answers a word best: that of its strongest token.
 *
 * @param text the word as typed
 */
record WordMatch(String text, int patch, float score) {

  /** One for each word of the query, in its order. */
  static List<WordMatch> of(TokenEmbeddings query, List<TokenMatch> matches) {
    List<WordMatch> words = new ArrayList<>();
    List<Token> tokens = query.tokens();
    int first = 0;
    while (first < tokens.size()) {
      int word = tokens.get(first).word();
      int last = first;
      TokenMatch best = matches.get(first);
      while (last + 1 < tokens.size() && tokens.get(last + 1).word() == word) {
        last++;
        best = matches.get(last).score() > best.score() ? matches.get(last) : best;
      }
      String text = query.text().substring(tokens.get(first).start(), tokens.get(last).end());
      words.add(new WordMatch(text, best.patch(), best.score()));
      first = last + 1;
    }
    return words;
  }
}
