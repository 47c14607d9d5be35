package dev.patchseek.encoder.bundle;

import java.util.ArrayList;
import java.util.List;

/**
 * A query as MaxSim needs it: a unit vector per real token (no start-of-text, end-of-text or
 * padding), and one for the whole text.
 *
 * @param text as typed
 * @param tokens T spans in reading order; never empty
 * @param dim components of each vector
 * @param vectors [T × dim], row by row; each vector has length 1
 * @param global [dim], length 1: the text as a whole (end-of-text)
 */
public record TokenEmbeddings(
    String text, List<Token> tokens, int dim, float[] vectors, float[] global) {

  /**
   * Where a token stands in the text.
   *
   * @param start index of its first UTF-16 unit in the text
   * @param end index behind its last UTF-16 unit
   * @param word number of the word it belongs to, from 0; tokens of one word share it
   */
  public record Token(int start, int end, int word) {}

  public TokenEmbeddings {
    tokens = List.copyOf(tokens);
    if (tokens.isEmpty() || vectors.length != tokens.size() * dim || global.length != dim) {
      throw new IllegalArgumentException(
          "%d tokens of %d components do not fit %d and %d floats"
              .formatted(tokens.size(), dim, vectors.length, global.length));
    }
  }

  /**
   * A word of the text and its tokens.
   *
   * @param text as typed
   * @param start index of its first UTF-16 unit in the text
   * @param end index behind its last UTF-16 unit
   * @param firstToken index of its first token
   * @param behindToken index behind its last token
   */
  public record Word(String text, int start, int end, int firstToken, int behindToken) {}

  /** The words in reading order. */
  public List<Word> words() {
    List<Word> words = new ArrayList<>();
    for (int first = 0; first < tokens.size(); ) {
      int behind = first + 1;
      while (behind < tokens.size() && tokens.get(behind).word() == tokens.get(first).word()) {
        behind++;
      }
      int start = tokens.get(first).start();
      int end = tokens.get(behind - 1).end();
      words.add(new Word(text.substring(start, end), start, end, first, behind));
      first = behind;
    }
    return words;
  }
}
