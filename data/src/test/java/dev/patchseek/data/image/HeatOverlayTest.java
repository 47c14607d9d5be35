package dev.patchseek.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class HeatOverlayTest {

  private static final HeatScale SCALE = new HeatScale(0.2f, 0.6f);

  @Test
  void isClearWhereTheModelDidNotLook() throws IOException {
    float[] middle = {100, 0, 200, 100};

    BufferedImage overlay = draw(new float[] {1}, 1, 1, middle, 300, 100);

    assertThat(opacity(overlay, 99, 50)).isZero();
    assertThat(opacity(overlay, 100, 50)).isEqualTo(200);
    assertThat(opacity(overlay, 199, 50)).isEqualTo(200);
    assertThat(opacity(overlay, 200, 50)).isZero();
  }

  @Test
  void fadesFromPatchToPatch() throws IOException {
    BufferedImage overlay =
        draw(new float[] {0.2f, 0.6f}, 1, 2, new float[] {0, 0, 100, 10}, 100, 10);

    assertThat(opacity(overlay, 24, 5)).isZero();
    assertThat(opacity(overlay, 50, 5)).isCloseTo(100, within(3));
    assertThat(opacity(overlay, 75, 5)).isEqualTo(200);
  }

  @Test
  void reddensAPictureWhereItIsHot() {
    RgbImage white = new RgbImage(2, 1, new byte[] {-1, -1, -1, -1, -1, -1});
    HeatOverlay overlay =
        new HeatOverlay(new float[] {0, 1}, 1, 2, SCALE, new float[] {0, 0, 2, 1});

    byte[] rgb = overlay.over(white).rgb();

    assertThat(rgb).startsWith(-1, -1, -1);
    assertThat(rgb[3] & 0xff).isEqualTo(255);
    assertThat(rgb[4] & 0xff).isEqualTo(101); // (0x3b * 200 + 255 * 55) / 255
    assertThat(rgb[5] & 0xff).isEqualTo(79);
  }

  @Test
  void coloursEqualHeatEquallyInEveryPicture() {
    assertThat(SCALE.of(0.1f)).isZero();
    assertThat(SCALE.of(0.4f)).isCloseTo(0.5f, within(1e-6f));
    assertThat(SCALE.of(0.9f)).isEqualTo(1);
  }

  private static BufferedImage draw(
      float[] heat, int rows, int columns, float[] area, int width, int height) throws IOException {
    byte[] png = new HeatOverlay(heat, rows, columns, SCALE, area).png(width, height);
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static int opacity(BufferedImage overlay, int x, int y) {
    return overlay.getRGB(x, y) >>> 24;
  }
}
