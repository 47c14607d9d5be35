package dev.patchseek.trainer.geometry;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.image.HeatOverlay;
import dev.patchseek.data.image.HeatScale;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.ImageWriter;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.data.image.Thumbnail;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.TokenHeat;
import dev.patchseek.trainer.figure.Html;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The heat of some words on their own pictures, before beside after, all on one scale. */
final class WordPanels {

  private static final int PICTURES = 4;
  private static final int WORDS = 3;
  private static final int SIDE = 220;
  private static final int QUALITY = 80;

  private WordPanels() {}

  private record Panel(int picture, String word, float[] before, float[] after) {}

  static String html(List<ImageText> items, EmbeddedSet was, EmbeddedSet is) throws IOException {
    List<Panel> panels = new ArrayList<>();
    for (int picture = 0; picture < Math.min(PICTURES, is.images().size()); picture++) {
      panels.addAll(panels(was, is, picture));
    }
    HeatScale scale = scale(panels);
    StringBuilder html = new StringBuilder("<h3>Chosen words, before and after</h3>\n");
    html.append(
        String.format(
            Locale.ROOT,
            "<p>Above before, below after. Red is heat, from %.2f (clear) to %.2f.</p>%n<div class=\"answers\">%n",
            scale.low(),
            scale.high()));
    for (Panel panel : panels) {
      EmbeddedSet.Image image = is.images().get(panel.picture);
      RgbImage small = picture(items, image);
      if (small != null) {
        html.append("<figure>");
        html.append(drawn(small, image, panel.before, scale));
        html.append(drawn(small, image, panel.after, scale));
        html.append("<figcaption><b>").append(Html.text(panel.word)).append("</b></figcaption>");
        html.append("</figure>\n");
      }
    }
    return html.append("</div>\n").toString();
  }

  /** The longest words of a picture's first caption. */
  private static List<Panel> panels(EmbeddedSet was, EmbeddedSet is, int picture) {
    for (int i = 0; i < is.captions().size(); i++) {
      EmbeddedSet.Text text = is.captions().get(i);
      if (text.image() == picture) {
        return panels(was.captions().get(i), text, was, is);
      }
    }
    return List.of();
  }

  private static List<Panel> panels(
      EmbeddedSet.Text before, EmbeddedSet.Text text, EmbeddedSet was, EmbeddedSet is) {
    List<Panel> panels = new ArrayList<>();
    List<TokenEmbeddings.Token> tokens = text.embeddings().tokens();
    for (int t = 0; t < tokens.size(); t++) {
      boolean last = t + 1 == tokens.size() || tokens.get(t + 1).word() != tokens.get(t).word();
      if (last) {
        panels.add(
            new Panel(
                text.image(),
                word(text, t),
                TokenHeat.of(before.embeddings(), t, was.images().get(text.image()).embeddings()),
                TokenHeat.of(text.embeddings(), t, is.images().get(text.image()).embeddings())));
      }
    }
    panels.sort(Comparator.comparingInt((Panel panel) -> -panel.word.length()));
    return panels.subList(0, Math.min(WORDS, panels.size()));
  }

  private static String word(EmbeddedSet.Text text, int token) {
    List<TokenEmbeddings.Token> tokens = text.embeddings().tokens();
    int first = token;
    while (first > 0 && tokens.get(first - 1).word() == tokens.get(token).word()) {
      first--;
    }
    return text.caption().text().substring(tokens.get(first).start(), tokens.get(token).end());
  }

  /** Cold is the mean of all heat, so that also a young model shows what it prefers. */
  private static HeatScale scale(List<Panel> panels) {
    double sum = 0;
    long count = 0;
    float highest = -1;
    for (Panel panel : panels) {
      for (float[] heat : List.of(panel.before, panel.after)) {
        for (float similarity : heat) {
          sum += similarity;
          count++;
          highest = Math.max(highest, similarity);
        }
      }
    }
    float mean = count == 0 ? 0 : (float) (sum / count);
    return new HeatScale(mean, Math.max(highest, mean + 1e-3f));
  }

  private static RgbImage picture(List<ImageText> items, EmbeddedSet.Image image)
      throws IOException {
    for (ImageText item : items) {
      if (item.image().name().equals(image.name())) {
        return Thumbnail.of(ImageDecoder.decode(item.image().read(), image.name()), SIDE);
      }
    }
    throw new InvalidInputException("there is no picture " + image.name() + " any more");
  }

  private static String drawn(
      RgbImage small, EmbeddedSet.Image image, float[] heat, HeatScale scale) {
    float shrunk = (float) small.width() / image.width();
    Box box = image.area();
    float[] area = {
      box.left() * shrunk, box.top() * shrunk, box.right() * shrunk, box.bottom() * shrunk
    };
    PatchEmbeddings grid = image.embeddings();
    HeatOverlay overlay = new HeatOverlay(heat, grid.rows(), grid.columns(), scale, area);
    String jpeg = Html.jpeg(ImageWriter.jpeg(overlay.over(small), QUALITY));
    return "<img src=\"" + jpeg + "\" alt=\"\"/>";
  }
}
