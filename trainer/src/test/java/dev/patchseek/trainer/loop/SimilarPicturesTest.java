package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimilarPicturesTest {

  private static final int A = 0;
  private static final int DOG = 1;
  private static final int GRASS = 2;
  private static final int BOAT = 3;
  private static final int WATER = 4;
  private static final int TOWER = 5;

  private final SimilarPictures pictures =
      new SimilarPictures(
          new int[][] {
            {A, DOG, GRASS}, {A, GRASS, WATER, BOAT}, {A, BOAT, WATER}, {A, DOG}, {A, TOWER}, {A}
          });

  @Test
  void findsPicturesThatShareRareWords() {
    int[][] nearest = pictures.nearest(2);

    assertThat(nearest[0]).containsExactly(3, 1);
    assertThat(nearest[2]).containsExactly(1);
    assertThat(nearest[3]).containsExactly(0);
  }

  @Test
  void findsNoneForPicturesThatShareNothingRare() {
    assertThat(pictures.nearest(2)[5]).isEmpty();
  }

  @Test
  void takesTheBestOnesAlone() {
    assertThat(pictures.nearest(1)[1]).containsExactly(2);
  }
}
