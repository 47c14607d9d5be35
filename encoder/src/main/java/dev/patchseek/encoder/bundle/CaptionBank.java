package dev.patchseek.encoder.bundle;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.weights.SafeTensors;
import dev.patchseek.encoder.weights.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Captions as wholes, to tell hubs by: a picture that is near many captions of all kinds comes up
 * for queries that it does not answer. What it is ahead by is taken from its global similarity, as
 * in cross-domain similarity local scaling (Conneau et al., "Word Translation Without Parallel
 * Data", arXiv 1710.04087); a bank of captions stands in for the queries (Bogolin et al., "Cross
 * Modal Retrieval with Querybank Normalisation", arXiv 2112.12777).
 *
 * @param vectors [N, d], each of length 1
 */
public record CaptionBank(NDArray vectors) {

  /** Fewer captions tell hubs from chance so badly that correcting costs recall. */
  public static final int LEAST = 1000;

  /** More captions gain nothing and cost every picture 2·d operations each. */
  public static final int MOST = 12_000;

  /** Share of the bank that a picture's nearest captions are. */
  private static final double NEAREST = 0.01;

  private static final String TENSOR = "global";

  public CaptionBank {
    if (vectors.getShape().dimension() != 2 || vectors.size() == 0) {
      throw new IllegalArgumentException(
          "a bank of captions has the shape [captions, dim], got " + vectors.getShape());
    }
  }

  /** N. */
  public int count() {
    return (int) vectors.getShape().get(0);
  }

  /**
   * What the global similarities of pictures to any text are lowered by: the mean similarity to the
   * captions that are nearest.
   *
   * @param images [B, d], pictures as wholes
   * @return [B], -1..1
   */
  public float[] hubs(NDArray images) {
    int nearest = Math.max(1, (int) (NEAREST * count()));
    NDArray similarities = images.matMul(vectors.transpose()); // [B, N]
    return similarities.topK(nearest, 1).get(0).mean(new int[] {1}).toFloatArray(); // [B]
  }

  /** How hubs are told, as far as it is not in the bank's file: it shapes scores like that. */
  static String rule() {
    return "hubs: the mean of the nearest " + NEAREST;
  }

  static CaptionBank load(NDManager manager, Path file, int dim) {
    try (SafeTensors tensors = SafeTensors.open(file)) {
      Shape shape = tensors.shape(TENSOR);
      if (shape.dimension() != 2 || shape.get(0) < 1 || shape.get(1) != dim) {
        throw new InvalidInputException(
            "%s: %s has the shape %s, the projections need [captions, %d]"
                .formatted(file, TENSOR, shape, dim));
      }
      return new CaptionBank(tensors.read(manager, TENSOR));
    }
  }

  void save(Path file) throws IOException {
    SafeTensorsWriter writer = new SafeTensorsWriter();
    writer.addHalf(TENSOR, vectors);
    writer.write(file);
  }
}
