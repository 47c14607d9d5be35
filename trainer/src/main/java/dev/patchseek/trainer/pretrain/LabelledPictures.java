package dev.patchseek.trainer.pretrain;

import dev.patchseek.data.picturebook.Picture;
import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.data.picturebook.Split;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.encoder.image.Preprocessor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Drawn pictures in memory, resized for the tower, with their patch labels. */
final class LabelledPictures {

  private final Preprocessor preprocessor;
  private final byte[][] pixels; // each [H, W, 3]
  private final PatchLabels[] labels;

  private LabelledPictures(Preprocessor preprocessor, int count) {
    this.preprocessor = preprocessor;
    pixels = new byte[count][];
    labels = new PatchLabels[count];
  }

  /** Draws the first {@code count} pictures of a split on all processors. */
  static LabelledPictures draw(
      Split split, long seed, int count, int grid, Preprocessor preprocessor, Progress progress) {
    LabelledPictures pictures = new LabelledPictures(preprocessor, count);
    PictureBook book = new PictureBook(seed);
    AtomicInteger done = new AtomicInteger();
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              Picture picture = book.picture(split, i);
              pictures.pixels[i] = preprocessor.resized(picture.image());
              pictures.labels[i] = PatchLabels.of(picture, grid);
              progress.step(done.incrementAndGet(), "");
            });
    return pictures;
  }

  int count() {
    return pixels.length;
  }

  PatchLabels labels(int picture) {
    return labels[picture];
  }

  /** Puts a picture's normalised pixels, [3, H, W], into {@code out}. */
  void pixels(int picture, float[] out, int offset) {
    preprocessor.normalise(pixels[picture], out, offset);
  }
}
