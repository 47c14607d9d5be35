package dev.patchseek.encoder.bundle;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.weights.SafeTensors;
import dev.patchseek.encoder.weights.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Captions as wholes, to tell hubs by: a picture that is near many captions of all kinds comes up
 * for queries that it does not answer. What it is ahead by is taken from its global similarity, as
 * in cross-domain similarity local scaling (Conneau et al., "Word Translation Without Parallel
 * Data", arXiv 1710.04087); a bank of captions stands in for the queries (Bogolin et al., "Cross
 * Modal Retrieval with Querybank Normalisation", arXiv 2112.12777).
 *
 * @param dim d
 * @param vectors [N × d], each of length 1
 */
public record CaptionBank(int dim, float[] vectors) {

  /** Fewer captions tell hubs from chance so badly that correcting costs recall. */
  public static final int LEAST = 1000;

  /** More captions gain nothing and cost every picture 2·d operations each. */
  public static final int MOST = 4000;

  /** Share of the bank that a picture's nearest captions are. */
  private static final double NEAREST = 0.01;

  /** Share of its lead that a picture loses; from 0.5, as in the paper, to 1 recall is flat. */
  private static final double WEIGHT = 0.75;

  private static final String TENSOR = "global";

  public CaptionBank {
    if (dim < 1 || vectors.length == 0 || vectors.length % dim != 0) {
      throw new IllegalArgumentException(
          "a bank of vectors of %d components cannot have %d floats"
              .formatted(dim, vectors.length));
    }
  }

  /** N. */
  public int count() {
    return vectors.length / dim;
  }

  /**
   * What a picture's global similarity to any text is lowered by.
   *
   * @param global [d], the picture as a whole
   * @return a share of its mean similarity to its nearest captions, -1..1
   */
  public float hub(float[] global) {
    float[] similarities = new float[count()];
    for (int i = 0; i < similarities.length; i++) {
      float sum = 0;
      for (int k = 0; k < dim; k++) {
        sum += vectors[i * dim + k] * global[k];
      }
      similarities[i] = sum;
    }
    Arrays.sort(similarities);
    int nearest = Math.max(1, (int) (NEAREST * similarities.length));
    double sum = 0;
    for (int i = similarities.length - nearest; i < similarities.length; i++) {
      sum += similarities[i];
    }
    return (float) (WEIGHT * sum / nearest);
  }

  static CaptionBank load(NDManager manager, Path file, int dim) {
    try (SafeTensors tensors = SafeTensors.open(file)) {
      Shape shape = tensors.shape(TENSOR);
      if (shape.dimension() != 2 || shape.get(0) < 1 || shape.get(1) != dim) {
        throw new InvalidInputException(
            "%s: %s has the shape %s, the projections need [captions, %d]"
                .formatted(file, TENSOR, shape, dim));
      }
      return new CaptionBank(dim, tensors.read(manager, TENSOR).toFloatArray());
    }
  }

  void save(NDManager manager, Path file) throws IOException {
    SafeTensorsWriter writer = new SafeTensorsWriter();
    writer.addHalf(TENSOR, manager.create(vectors, new Shape(count(), dim)));
    writer.write(file);
  }
}
