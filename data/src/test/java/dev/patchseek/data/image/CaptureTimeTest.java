package dev.patchseek.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CaptureTimeTest {

  private static final String TIME = "2021:05:17 10:30:09";

  private static byte[] jpeg() throws IOException {
    return PictureFiles.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpeg");
  }

  @Test
  void readsTheCamerasTimeInBothByteOrders() throws IOException {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      assertThat(CaptureTime.in(PictureFiles.jpegWithCaptureTime(jpeg(), TIME, order)))
          .contains(LocalDateTime.of(2021, 5, 17, 10, 30, 9));
    }
  }

  @Test
  void isEmptyWhereThereIsNone() throws IOException {
    assertThat(CaptureTime.in(jpeg())).isEmpty();
    assertThat(CaptureTime.in(new byte[0])).isEmpty();
    assertThat(CaptureTime.in(new byte[] {1, 2, 3, 4, 5})).isEmpty();
    for (String time :
        List.of("0000:00:00 00:00:00", "2021:02:30 10:30:09", "    :  :     :  :  ")) {
      assertThat(
              CaptureTime.in(PictureFiles.jpegWithCaptureTime(jpeg(), time, ByteOrder.BIG_ENDIAN)))
          .isEmpty();
    }
  }

  @Test
  void survivesDamage() throws IOException {
    byte[] whole = PictureFiles.jpegWithCaptureTime(jpeg(), TIME, ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      for (int flips = 0; flips < 3; flips++) {
        damaged[random.nextInt(Math.min(damaged.length, 90))] = (byte) random.nextInt();
      }
      CaptureTime.in(damaged);
    }
  }
}
