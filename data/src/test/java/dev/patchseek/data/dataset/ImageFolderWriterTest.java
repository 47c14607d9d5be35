package dev.patchseek.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.ImageFolderWriter.CaptionedImage;
import dev.patchseek.data.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImageFolderWriterTest {

  @TempDir private Path temp;

  @Test
  void writesPicturesBesideTheirCaptions() throws IOException {
    Path folder = temp.resolve("new/train");
    ImageFolderWriter.write(folder, 3, ImageFolderWriterTest::picture, written -> {});

    BufferedImage second = ImageIO.read(folder.resolve("00001.jpg").toFile());
    assertThat(second.getWidth()).isEqualTo(32);
    assertThat(second.getHeight()).isEqualTo(16);
    assertThat(second.getRGB(5, 5) >> 16 & 255).isBetween(195, 205);
    assertThat(second.getRGB(5, 5) & 255).isBetween(15, 25);

    List<String> lines = Files.readAllLines(folder.resolve(ImageFolderWriter.METADATA));
    assertThat(lines).hasSize(3);
    JsonNode line = JsonMapper.builder().build().readTree(lines.get(1));
    assertThat(line.get("file_name").asString()).isEqualTo("00001.jpg");
    JsonNode caption = line.get("captions").get(0);
    assertThat(caption.get("text").asString()).isEqualTo("a ball, “round” №1");
    JsonNode phrase = caption.get("phrases").get(0);
    assertThat(phrase.get("start").asInt()).isEqualTo(0);
    assertThat(phrase.get("end").asInt()).isEqualTo(6);
    assertThat(phrase.get("boxes").get(0)).extracting(JsonNode::asInt).containsExactly(1, 2, 9, 8);
    assertThat(line.get("captions").get(1).get("phrases")).isEmpty();
  }

  @Test
  void writesTheSameBytesEveryTime() throws IOException {
    Path first = temp.resolve("first");
    Path second = temp.resolve("second");
    ImageFolderWriter.write(first, 5, ImageFolderWriterTest::picture, written -> {});
    ImageFolderWriter.write(second, 5, ImageFolderWriterTest::picture, written -> {});
    for (String name : List.of("00000.jpg", "00004.jpg", ImageFolderWriter.METADATA)) {
      assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
    }
  }

  @Test
  void leavesAnExistingFolderAlone() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("train"));
    assertThatThrownBy(
            () -> ImageFolderWriter.write(folder, 1, ImageFolderWriterTest::picture, written -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("exists already");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void leavesNothingBehindWhenAPictureFails() {
    Path folder = temp.resolve("train");
    assertThatThrownBy(
            () ->
                ImageFolderWriter.write(
                    folder,
                    200,
                    i -> {
                      if (i == 6) {
                        throw new IllegalStateException("no picture 6");
                      }
                      return picture(i);
                    },
                    written -> {}))
        .hasMessageContaining("no picture 6");
    assertThat(temp).isEmptyDirectory();
  }

  private static CaptionedImage picture(int index) {
    byte[] rgb = new byte[32 * 16 * 3];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) 200;
      rgb[i + 1] = 100;
      rgb[i + 2] = 20;
    }
    Caption boxed =
        new Caption(
            "a ball, “round” №" + index, List.of(new Phrase(0, 6, List.of(new Box(1, 2, 9, 8)))));
    return new CaptionedImage(new RgbImage(32, 16, rgb), List.of(boxed, Caption.of("a ball")));
  }
}
