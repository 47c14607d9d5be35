package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.image.ImageSize;
import dev.patchseek.encoder.image.Preprocessor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewTest {

  private static final ImageSize SIZE = new ImageSize(200, 100);

  /** The left half of the picture's upper half. */
  private static final List<Box> UPPER_LEFT = List.of(new Box(0, 0, 100, 50));

  private final Preprocessor preprocessor = Preprocessor.standard(32);

  @Test
  void thePatchesOfABoxLieWhereTheBoxLies() {
    assertThat(patches(new View(Cropping.Window.WHOLE, false)))
        .isEqualTo("##..\n##..\n....\n....\n");
  }

  @Test
  void inAMirroredPictureTheyLieOnTheOtherSide() {
    assertThat(patches(new View(Cropping.Window.WHOLE, true)))
        .isEqualTo("..##\n..##\n....\n....\n");
  }

  @Test
  void inPartOfAPictureTheyAreWhatIsLeftOfTheBox() {
    Cropping.Window rightHalf = new Cropping.Window(0.75, 0.5, 1, 0);

    assertThat(patches(new View(rightHalf, false))).isEqualTo("#...\n#...\n#...\n#...\n");
    assertThat(patches(new View(rightHalf, true))).isEqualTo("...#\n...#\n...#\n...#\n");
  }

  private String patches(View view) {
    boolean[] inside = view.inside(UPPER_LEFT, SIZE, preprocessor, 4);
    StringBuilder drawn = new StringBuilder();
    for (int p = 0; p < inside.length; p++) {
      drawn.append(inside[p] ? '#' : '.').append(p % 4 == 3 ? "\n" : "");
    }
    return drawn.toString();
  }
}
