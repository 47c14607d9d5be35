package dev.patchseek.api.heatmap;

import dev.patchseek.api.query.AskedQuery;
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
  static List<WordHeat> of(AskedQuery query, Heat heat) {
    return query.words().stream()
        .map(
            word ->
                new WordHeat(
                    word.text(),
                    word.start(),
                    word.end(),
                    highest(heat, word.firstToken(), word.behindToken())))
        .toList();
  }

  /** The whole query: the highest similarity over all its words and patches. */
  static WordHeat whole(AskedQuery query, Heat heat) {
    return new WordHeat(
        query.typed(), 0, query.typed().length(), highest(heat, 0, heat.similarity().length));
  }

  /** The picture that was searched by: the highest similarity over its patches. */
  static WordHeat picture(AskedQuery query, Heat heat) {
    int end = query.typed().length();
    return new WordHeat(
        "", end, end, highest(heat, query.tokens().size(), heat.similarity().length));
  }

  private static float[] highest(Heat heat, int firstToken, int behindToken) {
    float[] highest = heat.similarity()[firstToken].clone();
    for (int token = firstToken + 1; token < behindToken; token++) {
      for (int patch = 0; patch < highest.length; patch++) {
        highest[patch] = Math.max(highest[patch], heat.similarity()[token][patch]);
      }
    }
    return highest;
  }
}
