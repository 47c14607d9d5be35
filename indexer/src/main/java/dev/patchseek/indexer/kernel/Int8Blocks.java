package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The vectors of one image as magnitudes of a byte each, 0 to 255, with a scale per vector. The
 * signs are the bits of the image's {@link BitCodes}, which the index holds anyway: so a component
 * has nine bits.
 *
 * <p>First come the magnitudes in the order of {@link PatchBlocks}, with the zeros behind them;
 * then P scales, an unsigned byte each, and as many zeros; then the unit of the scales, a float. A
 * magnitude m of patch p stands for {@code ±m · (unit · (scale[p] + 1))}. The unit is such that the
 * patch with the largest component has scale 255, and the scales are rounded up, so nothing is
 * clipped.
 */
public final class Int8Blocks {

  private static final int LARGEST = 255;
  private static final int SCALES = 256;

  private Int8Blocks() {}

  /** The room of the vectors of one image. */
  public static int bytes(int count, int dim) {
    return unitAt(count, dim) + Float.BYTES;
  }

  /**
   * Encodes the magnitudes of the vectors of one image.
   *
   * @param vectors [count × dim], one after the other
   */
  public static byte[] encode(float[] vectors, int count) {
    int dim = vectors.length / count;
    byte[] bytes = new byte[bytes(count, dim)];
    float largest = largest(vectors, 0, vectors.length);
    float unit = largest / LARGEST / SCALES;
    for (int patch = 0; patch < count; patch++) {
      int from = patch * dim;
      int scale = scale(largest(vectors, from, dim), largest);
      bytes[scalesAt(count, dim) + patch] = (byte) scale;
      float step = unit * (scale + 1);
      int at = PatchBlocks.start(patch, dim);
      int width = PatchBlocks.width(patch, count);
      for (int k = 0; k < dim; k++) {
        bytes[at + k * width] = magnitude(vectors[from + k], step);
      }
    }
    MemorySegment.ofArray(bytes).set(PatchBlocks.STORED_FLOAT, unitAt(count, dim), unit);
    return bytes;
  }

  /**
   * Decodes the vectors of one image.
   *
   * @return [count × dim], one after the other
   */
  public static float[] toVectors(ImageVectors image, int count, int dim) {
    float[] vectors = new float[count * dim];
    for (int patch = 0; patch < count; patch++) {
      float step = step(image.components(), patch, count, dim);
      for (int k = 0; k < dim; k++) {
        vectors[patch * dim + k] = step * component(image, patch, k, count, dim);
      }
    }
    return vectors;
  }

  /** A magnitude with its sign: from −255 to 255. */
  static float component(ImageVectors image, int patch, int k, int count, int dim) {
    long at = PatchBlocks.start(patch, dim) + (long) k * PatchBlocks.width(patch, count);
    int magnitude = Byte.toUnsignedInt(image.components().get(ValueLayout.JAVA_BYTE, at));
    return BitCodes.isNegative(image.signs(), patch, k, count, dim) ? -magnitude : magnitude;
  }

  /** What the magnitudes of a patch are multiplied by. */
  static float step(MemorySegment components, int patch, int count, int dim) {
    return step(components, 0, patch, count, dim);
  }

  /**
   * The same of one of several images.
   *
   * @param from where the image begins
   */
  static float step(MemorySegment components, long from, int patch, int count, int dim) {
    long at = from + scalesAt(count, dim) + patch;
    return unit(components, from, count, dim)
        * (Byte.toUnsignedInt(components.get(ValueLayout.JAVA_BYTE, at)) + 1);
  }

  static float unit(MemorySegment components, int count, int dim) {
    return unit(components, 0, count, dim);
  }

  private static float unit(MemorySegment components, long from, int count, int dim) {
    return components.get(PatchBlocks.STORED_FLOAT, from + unitAt(count, dim));
  }

  /** Where the scales lie. */
  static int scalesAt(int count, int dim) {
    return PatchBlocks.size(count, dim);
  }

  private static int unitAt(int count, int dim) {
    return scalesAt(count, dim) + PatchBlocks.size(count, 1);
  }

  private static int scale(float largest, float ofImage) {
    // a product may round above the largest scale, and zero vectors have none
    return (int) Math.clamp(Math.ceil(SCALES * (double) largest / ofImage) - 1, 0, SCALES - 1);
  }

  private static byte magnitude(float component, float step) {
    return step == 0 ? 0 : (byte) Math.min(Math.round(Math.abs(component) / step), LARGEST);
  }

  private static float largest(float[] vectors, int from, int count) {
    float largest = 0;
    for (int k = from; k < from + count; k++) {
      largest = Math.max(largest, Math.abs(vectors[k]));
    }
    return largest;
  }
}
