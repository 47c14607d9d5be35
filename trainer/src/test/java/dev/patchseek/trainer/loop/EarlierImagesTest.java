package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.trainer.loss.Images;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EarlierImagesTest {

  private static final int PATCHES = 4;
  private static final int DIM = 2;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void keepsTheLatestOfTheStepsBefore() {
    try (EarlierImages earlier = new EarlierImages(manager, 3, PATCHES, DIM)) {
      assertThat(earlier.besides(List.of(1, 2))).isNull();

      earlier.keep(List.of(1, 2), images(1, 2));
      assertThat(wholes(earlier, 7)).containsExactly(1, 2);

      earlier.keep(List.of(3, 4), images(3, 4));
      assertThat(wholes(earlier, 7)).containsExactly(3, 4, 1);
      assertThat(earlier.besides(List.of(7)).patches().getShape())
          .isEqualTo(new Shape(3, PATCHES, DIM));
    }
  }

  @Test
  void leavesOutThePicturesOfTheBatchItself() {
    try (EarlierImages earlier = new EarlierImages(manager, 3, PATCHES, DIM)) {
      earlier.keep(List.of(1, 2, 3), images(1, 2, 3));

      assertThat(wholes(earlier, 2)).containsExactly(1, 3);
      assertThat(earlier.besides(List.of(1, 2, 3))).isNull();
    }
  }

  @Test
  void keepsNoMoreThanItHasRoomFor() {
    try (EarlierImages earlier = new EarlierImages(manager, 2, PATCHES, DIM)) {
      earlier.keep(List.of(1, 2, 3), images(1, 2, 3));

      assertThat(wholes(earlier, 7)).containsExactly(1, 2);
    }
  }

  @Test
  void keepsNoneWhereNoneAreAskedFor() {
    try (EarlierImages earlier = new EarlierImages(manager, 0, PATCHES, DIM)) {
      earlier.keep(List.of(1), images(1));

      assertThat(earlier.besides(List.of(2))).isNull();
      assertThat(earlier.state()).isEmpty();
    }
  }

  /** The first component of each whole. */
  private static float[] wholes(EarlierImages earlier, int besides) {
    return earlier.besides(List.of(besides)).wholes().get(":, 0").toFloatArray();
  }

  /** Images whose components are all their number. */
  private Images images(float... numbers) {
    NDArray wholes = manager.create(numbers).reshape(-1, 1).repeat(1, DIM); // [M, d]
    return new Images(wholes, wholes.expandDims(1).repeat(1, PATCHES)); // [M, P, d]
  }
}
