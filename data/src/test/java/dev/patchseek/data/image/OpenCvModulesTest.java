package dev.patchseek.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OpenCvModulesTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void needsNoneOfTheLibrariesThatDrawWindows() throws IOException {
    RgbImage grey = new RgbImage(8, 8, new byte[8 * 8 * 3]);

    assertThat(ImageDecoder.decode(ImageWriter.jpeg(grey, 90), "grey").width()).isEqualTo(8);

    assertThat(Files.readString(Path.of("/proc/self/maps")))
        .contains("libopencv_java")
        .doesNotContain("highgui", "libgtk");
  }
}
