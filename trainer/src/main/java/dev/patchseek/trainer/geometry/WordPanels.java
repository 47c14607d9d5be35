package dev.patchseek.trainer.geometry;

import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.TokenHeat;
import dev.patchseek.trainer.figure.Csv;
import dev.patchseek.trainer.figure.HeatPictures;
import dev.patchseek.trainer.figure.Html;
import dev.patchseek.trainer.figure.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  /** Adds the panels to a page, and beside it each as PNG and its heat as CSV. */
  static void add(Page page, List<ImageText> items, EmbeddedSet was, EmbeddedSet is)
      throws IOException {
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
    for (int i = 0; i < panels.size(); i++) {
      Panel panel = panels.get(i);
      EmbeddedSet.Image image = is.images().get(panel.picture);
      String name = "word-%02d".formatted(i + 1);
      page.file(name + "-before.png", pictures.png(image, panel.before));
      page.file(name + "-after.png", pictures.png(image, panel.after));
      page.file(name + ".csv", csv(panel, image).getBytes(StandardCharsets.UTF_8));
      html.append("<figure>");
      html.append(drawn(pictures.address(image, panel.before)));
      html.append(drawn(pictures.address(image, panel.after)));
      html.append("<figcaption><b>").append(Html.text(panel.word)).append("</b></figcaption>");
      html.append("</figure>\n");
    }
    page.html(html.append("</div>\n").toString());
  }

  private static String csv(Panel panel, EmbeddedSet.Image image) {
    int columns = image.embeddings().columns();
    StringBuilder csv =
        new StringBuilder(Csv.row("picture", "word", "row", "column", "before", "after"));
    for (int p = 0; p < panel.after.length; p++) {
      csv.append(
          Csv.row(
              image.name(), panel.word, p / columns, p % columns, panel.before[p], panel.after[p]));
    }
    return csv.toString();
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

  private static String drawn(String address) {
    return "<img src=\"" + address + "\" alt=\"\"/>";
  }
}
