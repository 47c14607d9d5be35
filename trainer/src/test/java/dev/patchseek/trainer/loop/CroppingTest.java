package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.image.RgbImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CroppingTest {

  private static final RgbImage PICTURE = new RgbImage(60, 40, counting());

  @Test
  void leavesAtLeastTheGivenShareInsideThePicture() {
    for (Cropping.Window window : new Cropping(0.5f).of(500, 3, 0)) {
      RgbImage part = window.of(PICTURE);
      double share = part.width() * part.height() / (60.0 * 40);
      assertThat(share).isBetween(0.47, 1.0); // rounded to pixels, cut at the picture's edge
    }
  }

  @Test
  void theSameSeedAndBatchSeeTheSameParts() {
    Cropping cropping = new Cropping(0.3f);

    assertThat(cropping.of(8, 5, 2)).isEqualTo(cropping.of(8, 5, 2));
    assertThat(cropping.of(8, 5, 2)).isNotEqualTo(cropping.of(8, 5, 3));
    assertThat(cropping.of(8, 5, 2)).isNotEqualTo(cropping.of(8, 6, 2));
  }

  @Test
  void wholePicturesStayAsTheyAre() {
    assertThat(Cropping.NONE.of(3, 1, 1))
        .allSatisfy(w -> assertThat(w.of(PICTURE)).isSameAs(PICTURE));
  }

  @Test
  void aPartHasThePixelsOfItsPlace() {
    RgbImage part = PICTURE.crop(58, 39, 2, 1);

    int first = 3 * (39 * 60 + 58);
    assertThat(part.rgb()).isEqualTo(Arrays.copyOfRange(PICTURE.rgb(), first, first + 6));
  }

  private static byte[] counting() {
    byte[] rgb = new byte[3 * 60 * 40];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) i;
    }
    return rgb;
  }
}
