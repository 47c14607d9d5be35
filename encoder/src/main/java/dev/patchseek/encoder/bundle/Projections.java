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
 * The four heads that bring both towers into one space of d components.
 *
 * @param patch [d, D], for every patch of the vision tower's output
 * @param image [d, D], for its CLS: the picture as a whole
 * @param token [d, S], for every position of the text tower's output
 * @param text [d, S], for its end-of-text: the text as a whole
 */
public record Projections(NDArray patch, NDArray image, NDArray token, NDArray text) {

  private static final String SUFFIX = ".weight";

  /** Heads drawn from N(0, 1/√in). */
  public static Projections create(
      NDManager manager, int dim, int visionDim, int textDim, long seed) {
    Random random = new Random(seed);
    return new Projections(
        draw(manager, random, dim, visionDim),
        draw(manager, random, dim, visionDim),
        draw(manager, random, dim, textDim),
        draw(manager, random, dim, textDim));
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
   * @throws InvalidInputException when a head is missing or does not fit the towers
   */
  static Projections load(NDManager manager, Path file, int dim, int visionDim, int textDim) {
    try (SafeTensors tensors = SafeTensors.open(file)) {
      return new Projections(
          read(manager, tensors, file, "patch", new Shape(dim, visionDim)),
          read(manager, tensors, file, "image", new Shape(dim, visionDim)),
          read(manager, tensors, file, "token", new Shape(dim, textDim)),
          read(manager, tensors, file, "text", new Shape(dim, textDim)));
    }
  }

  private static NDArray read(
      NDManager manager, SafeTensors tensors, Path file, String head, Shape expected) {
    Shape shape = tensors.shape(head + SUFFIX);
    if (!shape.equals(expected)) {
      throw new InvalidInputException(
          "%s: the head %s has the shape %s, the towers need %s"
              .formatted(file, head, shape, expected));
    }
    return kept(tensors.read(manager, head + SUFFIX));
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
    parameters.put("image" + SUFFIX, image);
    parameters.put("token" + SUFFIX, token);
    parameters.put("text" + SUFFIX, text);
    return parameters;
  }

  /** d, the components of the common space. */
  public int dim() {
    return (int) patch.getShape().get(0);
  }

  /** From the vision tower's features [B, 1+P, D] to unit vectors [B, P, d]. */
  public NDArray patches(NDArray features) {
    return unit(patch, VisionTransformer.patches(features));
  }

  /** From the vision tower's features [B, 1+P, D] to unit vectors [B, d]. */
  public NDArray images(NDArray features) {
    return unit(image, VisionTransformer.cls(features));
  }

  /** From the text tower's output [B, L, S] to unit vectors [B, L, d]. */
  public NDArray tokens(NDArray projected) {
    return unit(token, projected);
  }

  /** From the text tower's pooled output [B, S] to unit vectors [B, d]. */
  public NDArray texts(NDArray pooled) {
    return unit(text, pooled);
  }

  private static NDArray unit(NDArray head, NDArray x) {
    NDArray y = new Linear(head, null).forward(x); // [..., d]
    return y.normalize(2, y.getShape().dimension() - 1, 1e-6); // [..., d]
  }
}
