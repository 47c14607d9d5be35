package dev.patchseek.trainer.eval;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.dataset.Phrase;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Embedder;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.encoder.cli.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Captioned pictures as a model sees them.
 *
 * @param images the pictures that could be read
 * @param captions of those pictures, in the pictures' order
 */
public record EmbeddedSet(List<Image> images, List<Text> captions) {

  private static final int BATCH = 32;

  /**
   * A picture.
   *
   * @param name its path in the dataset
   * @param width in pixels
   * @param height in pixels
   * @param area what the grid of patches covers, in pixels
   * @param embeddings of its patches and of the whole
   */
  public record Image(String name, int width, int height, Box area, PatchEmbeddings embeddings) {

    /** Whether the centre of a patch lies in one of a phrase's boxes. */
    public boolean isInside(int patch, Phrase phrase) {
      float right = (patch % embeddings.columns() + 0.5f) / embeddings.columns();
      float down = (patch / embeddings.columns() + 0.5f) / embeddings.rows();
      float x = area.left() + right * (area.right() - area.left());
      float y = area.top() + down * (area.bottom() - area.top());
      return phrase.boxes().stream().anyMatch(box -> box.contains(x, y));
    }
  }

  /**
   * A caption.
   *
   * @param image index of its picture
   * @param caption as in the dataset
   * @param embeddings of its tokens and of the whole
   */
  public record Text(int image, Caption caption, TokenEmbeddings embeddings) {

    /**
     * The token that points for a phrase; -1 where the phrase was cut off. The text tower is
     * causal: "two red" cannot know what is meant, "kites" has read it all.
     */
    public int lastToken(Phrase phrase) {
      int last = -1;
      for (int t = 0; t < embeddings.tokens().size(); t++) {
        TokenEmbeddings.Token token = embeddings.tokens().get(t);
        if (token.start() < phrase.end() && token.end() > phrase.start()) {
          last = t;
        }
      }
      return last;
    }
  }

  /**
   * Embeds a dataset. A picture that cannot be read is reported and left out with its captions.
   *
   * @param out for progress and reports
   * @throws InvalidInputException when nothing is left
   */
  public static EmbeddedSet of(
      Embedder embedder, List<ImageText> items, String label, PrintStream out) {
    List<Image> images = new ArrayList<>();
    List<Text> captions = new ArrayList<>();
    try (Progress progress = new Progress(out, label, items.size())) {
      for (int i = 0; i < items.size(); i += BATCH) {
        List<ImageText> batch = items.subList(i, Math.min(i + BATCH, items.size()));
        embed(embedder, batch, images, captions, out);
        progress.step(i + batch.size(), "");
      }
    }
    if (captions.isEmpty()) {
      throw new InvalidInputException(
          "nothing to judge by: of %d pictures %d could be read, with no caption among them"
              .formatted(items.size(), images.size()));
    }
    return new EmbeddedSet(images, captions);
  }

  private static void embed(
      Embedder embedder,
      List<ImageText> items,
      List<Image> images,
      List<Text> texts,
      PrintStream out) {
    List<ImageText> readable = new ArrayList<>();
    List<RgbImage> pictures = new ArrayList<>();
    for (ImageText item : items) {
      String name = item.image().name();
      try {
        pictures.add(ImageDecoder.decode(item.image().read(), name));
        readable.add(item);
      } catch (IOException | InvalidInputException e) {
        out.println("skipped " + name + ": " + e.getMessage());
      }
    }
    if (readable.isEmpty()) {
      return;
    }
    List<PatchEmbeddings> patches = embedder.embedImages(pictures);
    List<Integer> owners = new ArrayList<>();
    List<Caption> captions = new ArrayList<>();
    for (int i = 0; i < readable.size(); i++) {
      RgbImage picture = pictures.get(i);
      String name = readable.get(i).image().name();
      for (Caption caption : readable.get(i).captions()) {
        owners.add(images.size());
        captions.add(caption);
      }
      Box area = area(embedder, picture.width(), picture.height(), patches.get(i));
      images.add(new Image(name, picture.width(), picture.height(), area, patches.get(i)));
    }
    if (!captions.isEmpty()) {
      List<TokenEmbeddings> tokens =
          embedder.embedTexts(captions.stream().map(Caption::text).toList());
      for (int i = 0; i < captions.size(); i++) {
        texts.add(new Text(owners.get(i), captions.get(i), tokens.get(i)));
      }
    }
  }

  private static Box area(Embedder embedder, int width, int height, PatchEmbeddings grid) {
    Box first = embedder.patchBox(width, height, 0);
    Box last = embedder.patchBox(width, height, grid.count() - 1);
    return new Box(first.left(), first.top(), last.right(), last.bottom());
  }
}
