package dev.patchseek.indexer.kernel;

import dev.patchseek.data.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;

/** How the components of stored vectors are written. */
public enum Precision {

  /** As the model gave them, in the order of {@link PatchBlocks}. */
  FLOAT32,

  /**
   * A byte and the bit of {@link BitCodes} each, as {@link Int8Blocks} lays them out: a quarter of
   * the room.
   */
  INT8;

  /** The room of the vectors of one image. */
  public int bytes(int count, int dim) {
    return switch (this) {
      case FLOAT32 -> PatchBlocks.size(count, dim) * Float.BYTES;
      case INT8 -> Int8Blocks.bytes(count, dim);
    };
  }

  /**
   * Decodes the vectors of one image.
   *
   * @return [count × dim], one after the other
   */
  public float[] toVectors(ImageVectors image, int count, int dim) {
    return switch (this) {
      case FLOAT32 -> PatchBlocks.toVectors(image.components(), count, dim);
      case INT8 -> Int8Blocks.toVectors(image, count, dim);
    };
  }

  /** The name in options and in indexes: {@code float32} or {@code int8}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a precision by its name.
   *
   * @throws InvalidInputException when there is none of this name
   */
  public static Precision of(String name) {
    return Arrays.stream(values())
        .filter(precision -> precision.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "vectors are stored as one of %s, got '%s'"
                        .formatted(Arrays.toString(values()), name)));
  }
}
