package dev.patchseek.trainer.geometry;

import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.TokenHeat;
import dev.patchseek.trainer.figure.HeatPictures;
import dev.patchseek.trainer.figure.Html;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The heat of some words on their own pictures, before beside after, all on one scale. */
final class WordPanels {

  private static final int PICTURES = 4;
  private static final int WORDS = 3;

  private WordPanels() {}

  private record Panel(int picture, String word, float[] before, float[] after) {}

  static String html(List<ImageText> items, EmbeddedSet was, EmbeddedSet is) throws IOException {
    List<Panel> panels = new ArrayList<>();
    for (int picture = 0; picture < Math.min(PICTURES, is.images().size()); picture++) {
      panels.addAll(panels(was, is, picture));
    }
    List<float[]> heats =
        panels.stream().flatMap(panel -> Stream.of(panel.before, panel.after)).toList();
    HeatPictures pictures = new HeatPictures(items, heats);
    StringBuilder html = new StringBuilder("<h3>Chosen words, before and after</h3>\n");
    html.append(
        String.format(
            Locale.ROOT,
            "<p>Above before, below after. Red is heat, from %.2f (clear) to %.2f.</p>%n<div class=\"answers\">%n",
            pictures.scale().low(),
            pictures.scale().high()));
    for (Panel panel : panels) {
      EmbeddedSet.Image image = is.images().get(panel.picture);
      html.append("<figure>");
      html.append(drawn(pictures.draw(image, panel.before)));
      html.append(drawn(pictures.draw(image, panel.after)));
      html.append("<figcaption><b>").append(Html.text(panel.word)).append("</b></figcaption>");
      html.append("</figure>\n");
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

  private static String drawn(byte[] jpeg) {
    return "<img src=\"" + Html.jpeg(jpeg) + "\" alt=\"\"/>";
  }
}
