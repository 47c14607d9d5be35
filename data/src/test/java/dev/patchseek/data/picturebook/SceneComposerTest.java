package dev.patchseek.data.picturebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.picturebook.Composition.Placed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SceneComposerTest {

  private static final int SIZE = PictureBook.SIZE;

  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void leavesMostOfEveryThingVisible() {
    boolean occluded = false;
    for (int i = 0; i < 150; i++) {
      Composition composition = SceneComposer.compose(Split.TRAIN, random);
      for (int thing = 0; thing < composition.placed().size(); thing++) {
        int seen = 0;
        for (byte owner : composition.owners()) {
          seen += owner == thing + 1 ? 1 : 0;
        }
        double part = (double) seen / composition.placed().get(thing).cutout().area();
        assertThat(part).isBetween(0.6, 1.0);
        occluded |= part < 0.9;
      }
    }
    assertThat(occluded).isTrue();
  }

  @Test
  void standsThingsOnTheGroundAndHoldsFlyingOnesAboveIt() {
    for (int i = 0; i < 150; i++) {
      Composition composition = SceneComposer.compose(Split.TRAIN, random);
      double ground = composition.place().ground * SIZE;
      for (Placed thing : composition.placed()) {
        assertThat(thing.left()).isBetween(0, SIZE - thing.cutout().width());
        assertThat(thing.top()).isBetween(0, SIZE - thing.cutout().height());
        if (!composition.aloft(thing.group())) {
          assertThat(thing.bottom()).isBetween((int) ground - 1, SIZE);
        } else if (!composition.place().weightless()) {
          assertThat(thing.top()).isLessThan((int) ground);
        }
      }
    }
  }

  @Test
  void drawsNearerThingsLater() {
    for (int i = 0; i < 50; i++) {
      Composition composition = SceneComposer.compose(Split.GALLERY, random);
      assertThat(composition.placed()).extracting(Placed::bottom).isSorted();
    }
  }
}
