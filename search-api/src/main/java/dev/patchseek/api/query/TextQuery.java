package dev.patchseek.api.query;

import dev.patchseek.api.engine.ServedIndex;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Words as tokens of a query. The words to be seen are embedded together, as a caption; their
 * weights are the model's times those that were typed, and sum to 1. A word to be avoided is
 * embedded alone.
 *
 * @param unread the end of the text that did not fit into the text tower
 * @param tokens in reading order
 * @param query of these tokens
 */
record TextQuery(String unread, List<AskedToken> tokens, MaxSimQuery query) {

  /** What a word to be avoided takes away, against what a whole query gives. */
  private static final float AVERSION = 0.5f;

  /** A token with its vector. */
  private record Piece(int start, int end, long word, float weight, float[] vector) {}

  static TextQuery of(QueryText text, ServedIndex served) {
    List<Piece> pieces = new ArrayList<>();
    float[] whole = new float[served.bundle().dim()];
    String unread = "";
    String wanted = text.wanted();
    if (!wanted.isBlank()) {
      TokenEmbeddings embedded = served.embed(wanted);
      add(pieces, embedded, weights(text, embedded), 0);
      add(whole, embedded.global(), 1);
      unread = wanted.substring(embedded.tokens().getLast().end()).strip();
    }
    long part = 1;
    for (QueryText.Word word : text.words()) {
      if (word.negative()) {
        TokenEmbeddings embedded = served.embed(text.alone(word));
        float factor = -AVERSION * word.factor();
        float[] weights = embedded.weights().clone();
        for (int token = 0; token < weights.length; token++) {
          weights[token] *= factor;
        }
        add(pieces, embedded, weights, part++);
        add(whole, embedded.global(), factor);
      }
    }
    return of(pieces, whole, unread);
  }

  private static TextQuery of(List<Piece> pieces, float[] whole, String unread) {
    pieces.sort(Comparator.comparingInt(Piece::start));
    int dim = whole.length;
    float[] vectors = new float[pieces.size() * dim];
    float[] weights = new float[pieces.size()];
    List<AskedToken> tokens = new ArrayList<>();
    int word = -1;
    for (int i = 0; i < weights.length; i++) {
      Piece piece = pieces.get(i);
      System.arraycopy(piece.vector, 0, vectors, i * dim, dim);
      weights[i] = piece.weight;
      word += i == 0 || pieces.get(i - 1).word != piece.word ? 1 : 0;
      tokens.add(new AskedToken(piece.start, piece.end, word));
    }
    return new TextQuery(unread, tokens, new MaxSimQuery(dim, vectors, weights, whole));
  }

  /** The model's weights times the typed ones; they sum to 1 again unless all are 0. */
  private static float[] weights(QueryText text, TokenEmbeddings embedded) {
    float[] weights = embedded.weights().clone();
    float before = 0;
    float after = 0;
    for (int token = 0; token < weights.length; token++) {
      before += weights[token];
      weights[token] *= text.factorAt(embedded.tokens().get(token).start());
      after += weights[token];
    }
    if (after > 0 && after != before) {
      for (int token = 0; token < weights.length; token++) {
        weights[token] /= after;
      }
    }
    return weights;
  }

  private static void add(
      List<Piece> pieces, TokenEmbeddings embedded, float[] weights, long part) {
    int dim = embedded.dim();
    for (int i = 0; i < weights.length; i++) {
      TokenEmbeddings.Token token = embedded.tokens().get(i);
      float[] vector = new float[dim];
      System.arraycopy(embedded.vectors(), i * dim, vector, 0, dim);
      long word = (part << Integer.SIZE) + token.word();
      pieces.add(new Piece(token.start(), token.end(), word, weights[i], vector));
    }
  }

  private static void add(float[] sum, float[] other, float factor) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += factor * other[k];
    }
  }
}
