package dev.patchseek.encoder.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A query as MaxSim needs it: a unit vector per real token (no start-of-text, end-of-text or
 * padding), and one for the whole text.
 *
 * @param text as typed
 * @param tokens T spans in reading order; never empty
 * @param dim components of each vector
 * @param vectors [T × dim], row by row; each vector has length 1
 * @param weights [T], of each token in the score: not negative, their sum is 1
 * @param global [dim], length 1: the text as a whole (end-of-text)
 */
public record TokenEmbeddings(
    String text, List<Token> tokens, int dim, float[] vectors, float[] weights, float[] global) {

  private static final double TOLERANCE = 1e-3;

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
    if (weights.length != tokens.size() || !sumToOne(weights)) {
      throw new IllegalArgumentException(
          "%d tokens need as many weights from 0 that sum to 1, got %s"
              .formatted(tokens.size(), Arrays.toString(weights)));
    }
  }

  /** Tokens that weigh alike. */
  public TokenEmbeddings(
      String text, List<Token> tokens, int dim, float[] vectors, float[] global) {
    this(text, tokens, dim, vectors, evenly(tokens.size()), global);
  }

  private static float[] evenly(int tokens) {
    float[] weights = new float[tokens];
    Arrays.fill(weights, 1f / tokens);
    return weights;
  }

  private static boolean sumToOne(float[] weights) {
    double sum = 0;
    for (float weight : weights) {
      sum += weight >= 0 ? weight : Double.NaN;
    }
    return Math.abs(sum - 1) < TOLERANCE;
  }

  /**
   * A word of the text and its tokens.
   *
   * @param text as typed
   * @param start index of its first UTF-16 unit in the text
   * @param end index behind its last UTF-16 unit
   * @param firstToken index of its first token
   * @param behindToken index behind its last token
   * @param weight sum of its tokens' weights, 0..1
   */
  public record Word(
      String text, int start, int end, int firstToken, int behindToken, float weight) {}

  /** The words in reading order. */
  public List<Word> words() {
    List<Word> words = new ArrayList<>();
    for (int first = 0; first < tokens.size(); ) {
      int behind = first + 1;
      float weight = weights[first];
      while (behind < tokens.size() && tokens.get(behind).word() == tokens.get(first).word()) {
        weight += weights[behind++];
      }
      int start = tokens.get(first).start();
      int end = tokens.get(behind - 1).end();
      words.add(new Word(text.substring(start, end), start, end, first, behind, weight));
      first = behind;
    }
    return words;
  }
}
