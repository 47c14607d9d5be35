package dev.patchseek.encoder.image;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.image.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Turns a picture of any size into the pixels a vision tower reads, as the checkpoint's
 * preprocessor_config.json says: resize, centre crop, rescale, normalise. Thread-safe.
 */
public final class Preprocessor {

  private final Geometry geometry;
  private final ResizeFilter filter;
  private final Normalisation normalisation;
  private final float[][] table;

  Preprocessor(Geometry geometry, ResizeFilter filter, Normalisation normalisation) {
    this.geometry = geometry;
    this.filter = filter;
    this.normalisation = normalisation;
    this.table = normalisation.table();
  }

  /**
   * Reads preprocessor_config.json from a Hugging Face checkpoint directory.
   *
   * @param imageSize height and width in pixels that the tower's config.json expects
   * @throws InvalidInputException when the file is missing, asks for steps that are not supported
   *     or gives another size
   */
  public static Preprocessor load(Path modelDirectory, int imageSize) {
    Preprocessor preprocessor = PreprocessorFile.read(modelDirectory);
    if (preprocessor.height() != imageSize || preprocessor.width() != imageSize) {
      throw new InvalidInputException(
          "%s gives pictures of %d x %d pixels, but the model's image_size is %d"
              .formatted(
                  modelDirectory.resolve(PreprocessorFile.NAME),
                  preprocessor.height(),
                  preprocessor.width(),
                  imageSize));
    }
    return preprocessor;
  }

  /** Hugging Face's defaults for a ViT: stretched, bilinear, levels to -1..1. */
  public static Preprocessor standard(int imageSize) {
    return new Preprocessor(
        Geometry.stretch(imageSize, imageSize), ResizeFilter.BILINEAR, Normalisation.standard());
  }

  /** The same steps for a tower that reads pictures of another size, in pixels. */
  public Preprocessor at(int imageSize) {
    return new Preprocessor(geometry.at(imageSize, imageSize), filter, normalisation);
  }

  /** Writes preprocessor_config.json, so that {@link #load} finds the same steps there. */
  public void write(Path modelDirectory) throws IOException {
    PreprocessorFile.write(this, modelDirectory);
  }

  /** Height in pixels of what the tower reads. */
  public int height() {
    return geometry.height();
  }

  /** Width in pixels of what the tower reads. */
  public int width() {
    return geometry.width();
  }

  /** [3 × height × width]: the whole way, channel by channel. */
  public float[] pixels(RgbImage image) {
    float[] pixels = new float[3 * height() * width()];
    normalise(resized(image), pixels, 0);
    return pixels;
  }

  /** [height × width × 3]: resized and cropped, before rescaling; a byte is a level 0..255. */
  public byte[] resized(RgbImage image) {
    int resizedWidth = geometry.resizedWidth(image.width(), image.height());
    int resizedHeight = geometry.resizedHeight(image.width(), image.height());
    byte[] whole = PillowResize.resize(image, filter, resizedWidth, resizedHeight).rgb();
    if (resizedWidth == width() && resizedHeight == height()) {
      return whole == image.rgb() ? whole.clone() : whole;
    }
    int left = geometry.cropLeft(image.width(), image.height());
    int top = geometry.cropTop(image.width(), image.height());
    int row = width() * 3;
    byte[] middle = new byte[height() * row];
    for (int y = 0; y < height(); y++) {
      System.arraycopy(whole, ((top + y) * resizedWidth + left) * 3, middle, y * row, row);
    }
    return middle;
  }

  /**
   * Rescales and normalises what {@link #resized} gave.
   *
   * @param hwc [height × width × 3]
   * @param out receives [3 × height × width] floats
   * @param offset where in out the first goes
   */
  public void normalise(byte[] hwc, float[] out, int offset) {
    int plane = height() * width();
    if (hwc.length != 3 * plane || out.length - offset < 3 * plane) {
      throw new IllegalArgumentException(
          "a picture of %d x %d has %d levels, got %d with room for %d floats"
              .formatted(height(), width(), 3 * plane, hwc.length, out.length - offset));
    }
    for (int channel = 0; channel < 3; channel++) {
      float[] values = table[channel];
      int to = offset + channel * plane;
      for (int from = channel; from < hwc.length; from += 3) {
        out[to++] = values[hwc[from] & 0xff];
      }
    }
  }

  /**
   * The part of the original picture that a patch sees.
   *
   * @param imageWidth of the original picture in pixels
   * @param imageHeight of the original picture in pixels
   * @param row of the patch, from the top
   * @param column of the patch, from the left
   * @param rows of the tower's grid
   * @param columns of the tower's grid
   * @return in pixels of the original picture
   */
  public Box patchBox(int imageWidth, int imageHeight, int row, int column, int rows, int columns) {
    return geometry.patchBox(imageWidth, imageHeight, row, column, rows, columns);
  }

  Geometry geometry() {
    return geometry;
  }

  ResizeFilter filter() {
    return filter;
  }

  Normalisation normalisation() {
    return normalisation;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Preprocessor that
        && geometry.equals(that.geometry)
        && filter == that.filter
        && normalisation.equals(that.normalisation);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new Object[] {geometry, filter, normalisation});
  }
}
