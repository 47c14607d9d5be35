package dev.patchseek.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PatchHealthTest {

  @Test
  void onePatchThatWinsEveryWordShows() {
    EmbeddedSet.Image image = Pictures.image(1, 0, 0, 0, 0, 0, 0, 0);
    PatchHealth health =
        PatchHealth.of(
            new EmbeddedSet(
                List.of(image), List.of(Pictures.text(0, "a dog", List.of(), 1, 0, 0.8f, 0.6f))));

    assertThat(health.wins()).isEqualTo(2);
    assertThat(health.topPositions()).isEqualTo(1);
    assertThat(health.topPatches()).isEqualTo(1);
    assertThat(health.entropy()).isZero();
    assertThat(health.likeness()).isCloseTo(1, within(1e-6));
  }

  @Test
  void wordsThatWinInDifferentPlacesAreUnlike() {
    EmbeddedSet.Image image = Pictures.image(1, 0, 0, 0, 0, 0, 0, 1);
    PatchHealth health =
        PatchHealth.of(
            new EmbeddedSet(
                List.of(image), List.of(Pictures.text(0, "a dog", List.of(), 1, 0, 0, 1))));

    assertThat(health.topPositions()).isEqualTo(0.5);
    assertThat(health.entropy()).isEqualTo(1);
    // (3, -1, -1, -1) with (-1, -1, -1, 3)
    assertThat(health.likeness()).isCloseTo(-1 / 3.0, within(1e-6));
  }

  @Test
  void randomEmbeddingsLookLikeChance() {
    PatchHealth health = PatchHealth.of(Pictures.random(20, 1200, 5, 16));

    assertThat(health.wins()).isEqualTo(7800);
    assertThat(health.border()).isCloseTo(16 / 25.0, within(0.03));
    assertThat(health.chance().border()).isCloseTo(16 / 25.0, within(0.03));
    assertThat(health.entropy()).isCloseTo(Math.log(25) / Math.log(2), within(0.05));
    assertThat(health.likeness()).isCloseTo(0, within(0.03));
  }
}
