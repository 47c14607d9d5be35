package dev.patchseek.indexer;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Real image files for tests. */
public final class Drawings {

  public static final int WIDTH = 40;
  public static final int HEIGHT = 30;

  private Drawings() {}

  /** Writes a PNG of one colour, making the folders above it. */
  public static Path write(Path file, Color colour) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.dispose();
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
