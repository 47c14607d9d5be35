package dev.patchseek.api.heatmap;

import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.query.Heat;
import java.util.List;

/**
 * How much every patch of a picture answers one word: the highest similarity over the word's
 * tokens. So the hottest patch of a word is always the best patch of one of its tokens, the same
 * that the hit names.
 *
 * @param text the word as typed
 * @param start index of its first UTF-16 unit in the query
 * @param end index behind its last UTF-16 unit
 * @param heat [rows × columns], row by row, each -1..1
 */
record WordHeat(String text, int start, int end, float[] heat) {

  /** One for each word, in reading order. */
  static List<WordHeat> of(TokenEmbeddings query, Heat heat) {
    return query.words().stream()
        .map(word -> word(query, heat, word.firstToken(), word.behindToken()))
        .toList();
  }

  /** The whole query: the highest similarity over all its words. */
  static WordHeat whole(TokenEmbeddings query, Heat heat) {
    return word(query, heat, 0, query.tokens().size());
  }

  private static WordHeat word(TokenEmbeddings query, Heat heat, int first, int behind) {
    int start = query.tokens().get(first).start();
    int end = query.tokens().get(behind - 1).end();
    float[] highest = heat.similarity()[first].clone();
    for (int token = first + 1; token < behind; token++) {
      for (int patch = 0; patch < highest.length; patch++) {
        highest[patch] = Math.max(highest[patch], heat.similarity()[token][patch]);
      }
    }
    return new WordHeat(query.text().substring(start, end), start, end, highest);
  }
}
