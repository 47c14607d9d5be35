package dev.patchseek.spark.job;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small pictures that all look different. */
final class Pictures {

  private static final int SIZE = 40;

  private Pictures() {}

  /** Draws pictures {@code 0/0.png} … into a folder. */
  static Path drawAll(Path folder, int count) {
    for (int number = 0; number < count; number++) {
      draw(folder.resolve("%d/%d.png".formatted(number % 3, number)), number);
    }
    return folder;
  }

  static void draw(Path file, int seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    for (int stroke = 0; stroke < 12; stroke++) {
      pen.setColor(new Color(random.nextInt(1 << 24)));
      pen.fillRect(random.nextInt(SIZE), random.nextInt(SIZE), 4 + random.nextInt(SIZE), 14);
    }
    pen.dispose();
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Packs all files below a folder. */
  static Path tar(Path folder, Path tar) throws IOException {
    try (Stream<Path> walked = Files.walk(folder);
        TarArchiveOutputStream out =
            new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(tar)))) {
      List<Path> files = walked.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        out.putArchiveEntry(new TarArchiveEntry(file.toFile(), folder.relativize(file).toString()));
        Files.copy(file, out);
        out.closeArchiveEntry();
      }
    }
    return tar;
  }
}
