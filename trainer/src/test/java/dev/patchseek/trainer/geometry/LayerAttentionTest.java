package dev.patchseek.trainer.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LayerAttentionTest {

  private static final int POSITIONS = 5; // CLS and 2 x 2 patches

  @Test
  void evenAttentionHasTheEntropyOfADie() {
    float[] even = new float[POSITIONS * POSITIONS];
    java.util.Arrays.fill(even, 0.2f);

    assertThat(of(even).entropy()).isCloseTo(Math.log(5) / Math.log(2), within(1e-6));
    // each patch sees itself, two neighbours and the one across
    assertThat(of(even).distance()).isCloseTo((2 + Math.sqrt(2)) / 4, within(1e-6));
  }

  @Test
  void whoLooksAtItselfLooksNowhere() {
    float[] self = new float[POSITIONS * POSITIONS];
    for (int i = 0; i < POSITIONS; i++) {
      self[i * POSITIONS + i] = 1;
    }

    assertThat(of(self).entropy()).isZero();
    assertThat(of(self).distance()).isZero();
  }

  @Test
  void aRotationIsSeenInTheCosine() {
    Rotation quarter = Rotation.of(new float[] {1, 0, 0, 2}, new float[] {0, 1, 0, 2}, 2);

    assertThat(quarter.cosine()).isCloseTo(0.5, within(1e-9));
    assertThat(quarter.least()).isCloseTo(0, within(1e-9));
    assertThat(quarter.moved()).isCloseTo(Math.sqrt(2) / 2, within(1e-9));
  }

  private static LayerAttention of(float[] attention) {
    float[] none = {};
    return new LayerAttention(1, 1, POSITIONS, 1, none, none, none, none, none, attention);
  }
}
