package dev.patchseek.trainer.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Draws a PNG file on white, with as many pixels as sharp screens and paper want. */
final class PngCanvas implements Canvas {

  /** Pixels of the file for each of the figure's. */
  static final int SCALE = 2;

  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final BasicStroke THIN = new BasicStroke(1);
  private static final BasicStroke CURVE =
      new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);

  private final Graphics2D graphics;

  private PngCanvas(Graphics2D graphics) {
    this.graphics = graphics;
  }

  /** Whether Java finds a font: machines without any, such as small containers, draw no text. */
  static boolean hasFont() {
    try {
      BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
      return image.createGraphics().getFontMetrics(FONT).stringWidth("0") > 0;
    } catch (RuntimeException | LinkageError | InternalError e) { // the JDK's ways of saying so
      return false;
    }
  }

  static byte[] of(Figure figure) throws IOException {
    BufferedImage image =
        new BufferedImage(
            SCALE * figure.width(), SCALE * figure.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(SCALE, SCALE);
    graphics.setFont(FONT);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    figure.draw(new PngCanvas(graphics));
    graphics.dispose();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(image, "png", file);
    return file.toByteArray();
  }

  @Override
  public void across(double x, double y, double to) {
    line(new Line2D.Double(x, y, to, y));
  }

  @Override
  public void down(double x, double y, double to) {
    line(new Line2D.Double(x, y, x, to));
  }

  private void line(Line2D line) {
    graphics.setColor(Ink.LINE.colour());
    graphics.setStroke(THIN);
    graphics.draw(line);
  }

  @Override
  public void curve(Ink ink, List<Place> places) {
    Path2D path = new Path2D.Double();
    for (Place place : places) {
      if (path.getCurrentPoint() == null) {
        path.moveTo(place.x(), place.y());
      } else {
        path.lineTo(place.x(), place.y());
      }
    }
    graphics.setColor(ink.colour());
    graphics.setStroke(CURVE);
    graphics.draw(path);
  }

  @Override
  public void rectangle(
      Ink ink, double x, double y, double width, double height, double opacity, String hint) {
    Color colour = ink.colour();
    int alpha = (int) Math.round(255 * opacity);
    graphics.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha));
    // whole pixels, so that no seams show between squares
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
    graphics.fill(new Rectangle2D.Double(x, y, width, height));
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
  }

  @Override
  public void text(Ink ink, Anchor anchor, double x, double y, String text) {
    int width = graphics.getFontMetrics().stringWidth(text);
    double left =
        switch (anchor) {
          case START -> x;
          case MIDDLE -> x - width / 2.0;
          case END -> x - width;
        };
    graphics.setColor(ink.colour());
    graphics.drawString(text, (float) left, (float) y);
  }
}
