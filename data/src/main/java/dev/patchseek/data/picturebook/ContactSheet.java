package dev.patchseek.data.picturebook;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** An overview of the picture book: every kind with its name, then scenes with their captions. */
public final class ContactSheet {

  private static final int COLUMNS = 13;
  private static final int CELL = 124;
  private static final int LABEL = 20;
  private static final int WIDTH = COLUMNS * CELL;

  private static final int SCENES = 24;
  private static final int SCENE_COLUMNS = 6;
  private static final int SCENE_CELL = WIDTH / SCENE_COLUMNS;
  private static final int SCENE_SIDE = SCENE_CELL - 12;
  private static final int CAPTION_LINES = 4;
  private static final int CAPTION_LINE = 15;

  private ContactSheet() {}

  /** Draws the sheet as an RGB image; scenes come from the training split. */
  public static BufferedImage draw(PictureBook book) {
    int kindRows = Math.ceilDiv(Kinds.ALL.size(), COLUMNS);
    int kindsHeight = kindRows * (CELL + LABEL) + 10;
    int sceneRow = SCENE_SIDE + 10 + CAPTION_LINES * CAPTION_LINE;
    int height = kindsHeight + SCENES / SCENE_COLUMNS * sceneRow + 10;
    var sheet = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = sheet.createGraphics();
    Cutout.smooth(canvas);
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    canvas.setColor(new Color(0xF7F4EC));
    canvas.fillRect(0, 0, WIDTH, height);
    for (int i = 0; i < Kinds.ALL.size(); i++) {
      kind(canvas, i, i % COLUMNS * CELL, i / COLUMNS * (CELL + LABEL) + 6);
    }
    for (int i = 0; i < SCENES; i++) {
      Picture picture = book.picture(Split.TRAIN, i);
      scene(
          canvas,
          picture,
          i % SCENE_COLUMNS * SCENE_CELL + 6,
          kindsHeight + i / SCENE_COLUMNS * sceneRow);
    }
    canvas.dispose();
    return sheet;
  }

  private static void kind(Graphics2D canvas, int index, int left, int top) {
    Kind kind = Kinds.ALL.get(index);
    Colour colour = Colour.values()[(index * 7 + index / COLUMNS) % Colour.values().length];
    Cutout cutout = Cutout.draw(kind, colour, CELL - 18, 0, false);
    var image =
        new BufferedImage(
            cutout.stride(), cutout.argb().length / cutout.stride(), BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, image.getWidth(), image.getHeight(), cutout.argb(), 0, image.getWidth());
    canvas.drawImage(
        image, left + (CELL - image.getWidth()) / 2, top + CELL - 6 - image.getHeight(), null);
    canvas.setColor(new Color(0x333038));
    canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    int width = canvas.getFontMetrics().stringWidth(kind.name());
    canvas.drawString(kind.name(), left + (CELL - width) / 2, top + CELL + 8);
  }

  private static void scene(Graphics2D canvas, Picture picture, int left, int top) {
    var image = new BufferedImage(PictureBook.SIZE, PictureBook.SIZE, BufferedImage.TYPE_INT_RGB);
    byte[] rgb = picture.image().rgb();
    for (int i = 0; i < PictureBook.SIZE * PictureBook.SIZE; i++) {
      image.setRGB(
          i % PictureBook.SIZE,
          i / PictureBook.SIZE,
          (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255);
    }
    canvas.drawImage(image, left, top, SCENE_SIDE, SCENE_SIDE, null);
    canvas.setColor(new Color(0x333038));
    canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    List<String> lines = lines(canvas, picture.captions().getFirst().text());
    for (int i = 0; i < lines.size(); i++) {
      canvas.drawString(lines.get(i), left, top + SCENE_SIDE + (i + 1) * CAPTION_LINE);
    }
  }

  private static List<String> lines(Graphics2D canvas, String text) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (canvas.getFontMetrics().stringWidth(longer) > SCENE_SIDE) {
        lines.add(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.add(line);
    return lines;
  }
}
