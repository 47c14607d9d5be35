package dev.patchseek.encoder.bundle;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.encoder.weights.SafeTensors;
import dev.patchseek.encoder.weights.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * The heads that bring both towers into one space of d components, and the one that weighs tokens.
 *
 * @param patch [d, D], for every patch of the vision tower's output
 * @param context [d, D], for its CLS, added to every patch before it becomes a unit vector: a patch
 *     then says what it shows in the light of the whole picture; null where patches stand alone
 * @param image [d, D], for its CLS: the picture as a whole
 * @param token [d, S], for every position of the text tower's output
 * @param text [d, S], for its end-of-text: the text as a whole
 * @param weigher of tokens; null where all of them weigh alike
 */
public record Projections(
    NDArray patch,
    NDArray context,
    NDArray image,
    NDArray token,
    NDArray text,
    TokenWeightHead weigher) {

  private static final String SUFFIX = ".weight";
  private static final String CONTEXT = "context.weight";
  private static final String WEIGHER_WEIGHT = "token_weight.weight";
  private static final String WEIGHER_BIAS = "token_weight.bias";

  /**
   * Heads drawn from N(0, 1/√in). Patches stand alone and tokens weigh alike until they are trained
   * to do otherwise.
   *
   * @param inContext whether patches can learn to be seen in the light of the whole picture
   */
  public static Projections create(
      NDManager manager,
      int dim,
      int visionDim,
      int textDim,
      boolean inContext,
      TokenWeights weights,
      long seed) {
    Random random = new Random(seed);
    return new Projections(
        draw(manager, random, dim, visionDim),
        inContext ? kept(manager.zeros(new Shape(dim, visionDim))) : null,
        draw(manager, random, dim, visionDim),
        draw(manager, random, dim, textDim),
        draw(manager, random, dim, textDim),
        weights == TokenWeights.LEARNED ? TokenWeightHead.zeros(manager, textDim) : null);
  }

  private static NDArray draw(NDManager manager, Random random, int out, int in) {
    float[] values = new float[out * in];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(in));
    }
    return kept(manager.create(values, new Shape(out, in)));
  }

  private static NDArray kept(NDArray array) {
    NDScope.unregister(array);
    return array;
  }

  /**
   * Reads a projections file.
   *
   * @param manifest what the bundle says of its heads
   * @throws InvalidInputException when a head is missing, does not fit the towers, or is one that
   *     the manifest does not know of
   */
  static Projections load(
      NDManager manager, Path file, Manifest manifest, int visionDim, int textDim) {
    int dim = manifest.dim();
    try (SafeTensors tensors = SafeTensors.open(file)) {
      return new Projections(
          read(manager, tensors, file, "patch" + SUFFIX, new Shape(dim, visionDim)),
          context(manager, tensors, file, new Shape(dim, visionDim), manifest.patchContext()),
          read(manager, tensors, file, "image" + SUFFIX, new Shape(dim, visionDim)),
          read(manager, tensors, file, "token" + SUFFIX, new Shape(dim, textDim)),
          read(manager, tensors, file, "text" + SUFFIX, new Shape(dim, textDim)),
          weigher(manager, tensors, file, textDim, manifest.tokenWeights()));
    }
  }

  private static NDArray context(
      NDManager manager, SafeTensors tensors, Path file, Shape expected, boolean inContext) {
    boolean present =
        isThere(
            tensors, file, CONTEXT, inContext, "the context of patches", "stand alone", "have one");
    return present ? read(manager, tensors, file, CONTEXT, expected) : null;
  }

  private static TokenWeightHead weigher(
      NDManager manager, SafeTensors tensors, Path file, int textDim, TokenWeights weights) {
    boolean learned = weights == TokenWeights.LEARNED;
    boolean present =
        isThere(tensors, file, WEIGHER_WEIGHT, learned, "token weights", "are even", "are learned");
    return present
        ? new TokenWeightHead(
            read(manager, tensors, file, WEIGHER_WEIGHT, new Shape(1, textDim)),
            read(manager, tensors, file, WEIGHER_BIAS, new Shape(1)))
        : null;
  }

  /** Whether a file has a head that not all have, which the manifest has to know. */
  private static boolean isThere(
      SafeTensors tensors,
      Path file,
      String name,
      boolean known,
      String purpose,
      String without,
      String with) {
    boolean present = tensors.names().contains(name);
    if (present != known) {
      throw new InvalidInputException(
          "%s has %s head for %s, but the manifest beside it says that they %s;"
                  .formatted(file, present ? "a" : "no", purpose, present ? without : with)
              + " copy the whole bundle again");
    }
    return present;
  }

  private static NDArray read(
      NDManager manager, SafeTensors tensors, Path file, String name, Shape expected) {
    Shape shape = tensors.shape(name);
    if (!shape.equals(expected)) {
      throw new InvalidInputException(
          "%s: %s has the shape %s, the towers need %s".formatted(file, name, shape, expected));
    }
    return kept(tensors.read(manager, name));
  }

  void save(Path file) throws IOException {
    SafeTensorsWriter writer = new SafeTensorsWriter();
    parameters().forEach(writer::add);
    writer.write(file);
  }

  /** The heads by name. */
  public Map<String, NDArray> parameters() {
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    parameters.put("patch" + SUFFIX, patch);
    if (context != null) {
      parameters.put(CONTEXT, context);
    }
    parameters.put("image" + SUFFIX, image);
    parameters.put("token" + SUFFIX, token);
    parameters.put("text" + SUFFIX, text);
    if (weigher != null) {
      parameters.put(WEIGHER_WEIGHT, weigher.weight());
      parameters.put(WEIGHER_BIAS, weigher.bias());
    }
    return parameters;
  }

  /** d, the components of the common space. */
  public int dim() {
    return (int) patch.getShape().get(0);
  }

  /** From the vision tower's features [B, 1+P, D] to unit vectors [B, P, d]. */
  public NDArray patches(NDArray features) {
    NDArray own = new Linear(patch, null).forward(VisionTransformer.patches(features)); // [B, P, d]
    if (context == null) {
      return unit(own);
    }
    NDArray whole = new Linear(context, null).forward(VisionTransformer.cls(features)); // [B, d]
    return unit(own.add(whole.expandDims(1))); // [B, P, d]
  }

  /** From the vision tower's features [B, 1+P, D] to unit vectors [B, d]. */
  public NDArray images(NDArray features) {
    return unit(new Linear(image, null).forward(VisionTransformer.cls(features)));
  }

  /** From the text tower's output [B, L, S] to unit vectors [B, L, d]. */
  public NDArray tokens(NDArray projected) {
    return unit(new Linear(token, null).forward(projected));
  }

  /** From the text tower's pooled output [B, S] to unit vectors [B, d]. */
  public NDArray texts(NDArray pooled) {
    return unit(new Linear(text, null).forward(pooled));
  }

  /** Whether patches are seen in the light of the whole picture. */
  public boolean inContext() {
    return context != null;
  }

  /** Whether tokens weigh alike or as a head says. */
  public TokenWeights weights() {
    return weigher == null ? TokenWeights.EVEN : TokenWeights.LEARNED;
  }

  /**
   * How much each token counts in its text's MaxSim score. Differentiable in the head and the text
   * tower's output.
   *
   * @param projected [B, L, S], the text tower's output
   * @param words [B, L], 1 at real tokens, 0 elsewhere; each text has at least one
   * @return [B, L], not negative; 0 where there is no real token, those of a text sum to 1
   */
  public NDArray tokenWeights(NDArray projected, NDArray words) {
    NDArray raw = weigher == null ? words : weigher.forward(projected).mul(words); // [B, L]
    return raw.div(raw.sum(new int[] {1}, true)); // [B, L]
  }

  private static NDArray unit(NDArray y) {
    return y.normalize(2, y.getShape().dimension() - 1, 1e-6); // [..., d]
  }
}
