package dev.patchseek.encoder.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class DropoutTest {

  @Test
  void zeroesItsShareAndKeepsTheMean() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray dropped = new Dropout(0.25f).forward(manager.ones(new Shape(100, 1000)));

      assertThat(dropped.eq(0).sum().getLong()).isBetween(24_000L, 26_000L);
      assertThat(dropped.mean().getFloat()).isCloseTo(1f, within(0.01f));
    }
  }

  @Test
  void choosesTheSameForTheSameSeed() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray ones = manager.ones(new Shape(50, 50));
      Engine.getInstance().setRandomSeed(7);
      NDArray first = new Dropout(0.5f).forward(ones);
      Engine.getInstance().setRandomSeed(7);

      assertThat(new Dropout(0.5f).forward(ones)).isEqualTo(first);
      assertThat(new Dropout(0.5f).forward(ones)).isNotEqualTo(first);
    }
  }

  @Test
  void leavesEverythingAtRateZero() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray ones = manager.ones(new Shape(3));

      assertThat(Dropout.NONE.forward(ones)).isSameAs(ones);
    }
  }
}
