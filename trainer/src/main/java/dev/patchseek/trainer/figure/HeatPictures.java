package dev.patchseek.trainer.figure;

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
import dev.patchseek.trainer.eval.EmbeddedSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Draws the heat of words on small pictures, all on one scale. */
public final class HeatPictures {

  private static final int SIDE = 240;
  private static final int QUALITY = 80;

  private final Map<String, ImageText> files;
  private final HeatScale scale;

  /**
   * Prepares the drawing.
   *
   * @param items where the pictures are read from
   * @param heats all that will be drawn: cold is their mean, so that also a model in its first
   *     epochs shows what it prefers
   */
  public HeatPictures(List<ImageText> items, List<float[]> heats) {
    files =
        items.stream()
            .collect(
                Collectors.toMap(
                    item -> item.image().name(), Function.identity(), (first, second) -> first));
    float highest = -1;
    double sum = 0;
    long count = 0;
    for (float[] heat : heats) {
      for (float similarity : heat) {
        highest = Math.max(highest, similarity);
        sum += similarity;
        count++;
      }
    }
    float mean = count == 0 ? 0 : (float) (sum / count);
    scale = new HeatScale(mean, Math.max(highest, mean + 1e-3f));
  }

  /** From clear to red. */
  public HeatScale scale() {
    return scale;
  }

  /**
   * A picture with heat on it, as the address of an image in a page.
   *
   * @param heat [P], one for each patch
   */
  public String address(EmbeddedSet.Image image, float[] heat) throws IOException {
    return Html.jpeg(ImageWriter.jpeg(draw(image, heat), QUALITY));
  }

  /**
   * A picture with heat on it, as a PNG file.
   *
   * @param heat [P], one for each patch
   */
  public byte[] png(EmbeddedSet.Image image, float[] heat) throws IOException {
    return ImageWriter.png(draw(image, heat));
  }

  private RgbImage draw(EmbeddedSet.Image image, float[] heat) throws IOException {
    ImageText item = files.get(image.name());
    if (item == null) {
      throw new InvalidInputException("there is no picture " + image.name() + " any more");
    }
    RgbImage small = Thumbnail.of(ImageDecoder.decode(item.image().read(), image.name()), SIDE);
    float shrunk = (float) small.width() / image.width();
    Box box = image.area();
    float[] area = {
      box.left() * shrunk, box.top() * shrunk, box.right() * shrunk, box.bottom() * shrunk
    };
    PatchEmbeddings grid = image.embeddings();
    HeatOverlay overlay = new HeatOverlay(heat, grid.rows(), grid.columns(), scale, area);
    return overlay.over(small);
  }
}
