package dev.patchseek.trainer.eval;

import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.Phrase;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small embedded sets, by hand or at random. */
public final class Pictures {

  private Pictures() {}

  /** A picture of 100 x 100 pixels in 2 x 2 patches of two components. */
  public static EmbeddedSet.Image image(float... patches) {
    return new EmbeddedSet.Image(
        "1.jpg",
        100,
        100,
        new Box(0, 0, 100, 100),
        new PatchEmbeddings(2, 2, 2, patches, new float[] {1, 0}));
  }

  /** A caption of words that are one token each, of two components. */
  public static EmbeddedSet.Text text(
      int image, String words, List<Phrase> phrases, float... vectors) {
    List<TokenEmbeddings.Token> tokens = new ArrayList<>();
    int start = 0;
    for (String word : words.split(" ")) {
      tokens.add(new TokenEmbeddings.Token(start, start + word.length(), tokens.size()));
      start += word.length() + 1;
    }
    TokenEmbeddings embeddings = new TokenEmbeddings(words, tokens, 2, vectors, new float[] {1, 0});
    return new EmbeddedSet.Text(image, new Caption(words, phrases), embeddings);
  }

  /**
   * Pictures and captions of random unit vectors, captions of one to twelve words that weigh more
   * and more.
   */
  public static EmbeddedSet random(int images, int captions, int side, int dim) {
    Random random = new Random(1);
    List<EmbeddedSet.Image> pictures = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      float[] patches = unit(random, side * side, dim);
      pictures.add(
          new EmbeddedSet.Image(
              i + ".jpg",
              100,
              100,
              new Box(0, 0, 100, 100),
              new PatchEmbeddings(side, side, dim, patches, unit(random, 1, dim))));
    }
    List<EmbeddedSet.Text> texts = new ArrayList<>();
    for (int t = 0; t < captions; t++) {
      List<TokenEmbeddings.Token> tokens = new ArrayList<>();
      int count = 1 + t % 12;
      for (int token = 0; token < count; token++) {
        tokens.add(new TokenEmbeddings.Token(2 * token, 2 * token + 1, token));
      }
      String words = "a ".repeat(count).strip();
      float[] vectors = unit(random, count, dim);
      float[] weights = new float[count];
      for (int token = 0; token < count; token++) {
        weights[token] = 2f * (token + 1) / (count * (count + 1));
      }
      TokenEmbeddings embeddings =
          new TokenEmbeddings(words, tokens, dim, vectors, weights, unit(random, 1, dim));
      texts.add(new EmbeddedSet.Text(t % images, new Caption(words, List.of()), embeddings));
    }
    return new EmbeddedSet(pictures, texts);
  }

  private static float[] unit(Random random, int count, int dim) {
    float[] vectors = new float[count * dim];
    for (int i = 0; i < count; i++) {
      double square = 0;
      for (int k = 0; k < dim; k++) {
        vectors[i * dim + k] = (float) random.nextGaussian();
        square += vectors[i * dim + k] * vectors[i * dim + k];
      }
      for (int k = 0; k < dim; k++) {
        vectors[i * dim + k] /= (float) Math.sqrt(square);
      }
    }
    return vectors;
  }
}
