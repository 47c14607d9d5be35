package dev.patchseek.encoder.bundle;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.image.Preprocessor;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The road from pictures and words to vectors: preprocessing or tokenizer, tower, projection.
 * Thread-safe as long as nobody trains its parts.
 *
 * @param manager of the device that the towers are on
 * @param vision with its adapter, attached or merged
 * @param preprocessor of the vision tower
 * @param text the text tower
 * @param tokenizer of the text tower
 * @param projections the heads of both
 * @param bank that hubs are told by; null where none are
 */
public record Embedder(
    NDManager manager,
    VisionTransformer vision,
    Preprocessor preprocessor,
    ClipTextTower text,
    Tokenizer tokenizer,
    Projections projections,
    CaptionBank bank) {

  /** The same, with hubs told by a bank; null for none. */
  public Embedder tellingHubsBy(CaptionBank other) {
    return new Embedder(manager, vision, preprocessor, text, tokenizer, projections, other);
  }

  /** Embeds pictures in one batch; result i belongs to picture i. */
  public List<PatchEmbeddings> embedImages(List<RgbImage> images) {
    return embedResized(images.stream().map(preprocessor::resized).toList());
  }

  /**
   * Embeds pictures that were made small elsewhere, such as on the threads that decoded them.
   *
   * @param images each as {@link Preprocessor#resized} gives it
   * @return in the order of the pictures
   */
  public List<PatchEmbeddings> embedResized(List<byte[]> images) {
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray features = vision.features(vision.forward(pixels(images))); // [B, 1+P, D]
      float[] patches = projections.patches(features).toFloatArray(); // [B, P, d]
      NDArray wholes = projections.images(features); // [B, d]
      float[] hubs = bank == null ? new float[images.size()] : bank.hubs(wholes); // [B]
      return split(hubs, patches, wholes.toFloatArray());
    }
  }

  /**
   * What the vision tower takes.
   *
   * @param images each as {@link Preprocessor#resized} gives it
   * @return [B, 3, H, W]
   */
  public NDArray pixels(List<byte[]> images) {
    int size = vision.config().image();
    int perImage = 3 * size * size;
    float[] pixels = new float[images.size() * perImage];
    for (int i = 0; i < images.size(); i++) {
      preprocessor.normalise(images.get(i), pixels, i * perImage);
    }
    return manager.create(pixels, new Shape(images.size(), 3, size, size));
  }

  private List<PatchEmbeddings> split(float[] hubs, float[] patches, float[] globals) {
    int grid = vision.config().grid();
    int perImage = vision.config().patches() * dim();
    List<PatchEmbeddings> embeddings = new ArrayList<>(hubs.length);
    for (int i = 0; i < hubs.length; i++) {
      float[] own = Arrays.copyOfRange(patches, i * perImage, (i + 1) * perImage);
      float[] global = Arrays.copyOfRange(globals, i * dim(), (i + 1) * dim());
      embeddings.add(new PatchEmbeddings(grid, grid, dim(), own, global, hubs[i]));
    }
    return embeddings;
  }

  /**
   * Embeds queries in one batch; result i belongs to text i.
   *
   * @throws InvalidInputException when a text has no words
   */
  public List<TokenEmbeddings> embedTexts(List<String> texts) {
    return embedTokenized(texts.stream().map(this::tokenize).toList());
  }

  /** Embeds queries that {@link #tokenize} has read, in one batch; result i belongs to text i. */
  public List<TokenEmbeddings> embedTokenized(List<TokenizedText> texts) {
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      TextBatch batch = TextBatch.of(manager, text, texts);
      NDArray projected = text.forward(batch.ids()); // [B, L, S]
      NDArray pooled = text.pooled(projected, batch.ends()); // [B, S]
      float[] positions = projections.tokens(projected).toFloatArray(); // [B, L, d]
      float[] weights = projections.tokenWeights(projected, batch.words()).toFloatArray(); // [B, L]
      float[] globals = projections.texts(pooled).toFloatArray(); // [B, d]
      int length = weights.length / texts.size();
      List<TokenEmbeddings> embeddings = new ArrayList<>(texts.size());
      for (int i = 0; i < texts.size(); i++) {
        float[] global = Arrays.copyOfRange(globals, i * dim(), (i + 1) * dim());
        embeddings.add(realTokens(texts.get(i), positions, weights, i * length, global));
      }
      return embeddings;
    }
  }

  /**
   * Reads a query.
   *
   * @throws InvalidInputException when it has no words
   */
  public TokenizedText tokenize(String query) {
    TokenizedText tokenized = tokenizer.encode(query);
    if (tokenized.spans().isEmpty()) {
      throw new InvalidInputException(
          "the query has no words: got \"" + query + "\"; type what the picture should show");
    }
    return tokenized;
  }

  private TokenEmbeddings realTokens(
      TokenizedText query, float[] positions, float[] weights, int first, float[] global) {
    List<TokenizedText.Span> spans = query.spans();
    float[] vectors = new float[spans.size() * dim()];
    float[] shares = new float[spans.size()];
    List<TokenEmbeddings.Token> tokens = new ArrayList<>(spans.size());
    for (int i = 0; i < shares.length; i++) {
      TokenizedText.Span span = spans.get(i);
      int row = first + span.position();
      System.arraycopy(positions, row * dim(), vectors, i * dim(), dim());
      shares[i] = weights[row];
      tokens.add(new TokenEmbeddings.Token(span.start(), span.end(), span.word()));
    }
    return new TokenEmbeddings(query.text(), tokens, dim(), vectors, shares, global);
  }

  /**
   * The part of a picture that a patch saw.
   *
   * @param width of the stored picture in pixels
   * @param height of the stored picture in pixels
   * @param patch row · columns + column
   */
  public Box patchBox(int width, int height, int patch) {
    int grid = vision.config().grid();
    return preprocessor.patchBox(width, height, patch / grid, patch % grid, grid, grid);
  }

  /** d, components of each patch and token vector. */
  public int dim() {
    return projections.dim();
  }
}
