package dev.patchseek.api;

import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.ImageWriter;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures of coloured squares on white, the model that knows these colours, and an index.
 *
 * @param pictures folder of the indexed files
 * @param bundle of {@link ColourModel}
 * @param index of the pictures
 */
public record ColourWorld(Path pictures, Path bundle, Path index) {

  /** 800 x 400 pixels, a red square in the second column and second row of its 4 x 4 patches. */
  public static final String RED = "squares/red.png";

  public static final String GREEN = "squares/green.png";
  public static final String BLUE = "blue.png";

  public static ColourWorld in(Path directory) throws IOException {
    Path pictures = Files.createDirectories(directory.resolve("pictures/squares")).getParent();
    write(pictures.resolve(RED), square(800, 400, 1, 1, 0xff0000));
    write(pictures.resolve(GREEN), square(64, 64, 3, 0, 0x00ff00));
    write(pictures.resolve(BLUE), square(64, 64, 0, 3, 0x0000ff));
    ColourWorld world =
        new ColourWorld(pictures, directory.resolve("bundle"), directory.resolve("index"));
    ColourModel.write(world.bundle);
    world.index(RED, GREEN, BLUE);
    return world;
  }

  /**
   * The same pictures, indexed by the same base with an adapter that takes red for green and green
   * for red.
   *
   * @param name of the index beside this one, and of the bundle
   */
  public ColourWorld confused(String name) throws IOException {
    ColourWorld world =
        new ColourWorld(
            pictures, bundle.resolveSibling(name + "-bundle"), index.resolveSibling(name));
    ColourModel.write(world.bundle, true);
    world.index(RED, GREEN, BLUE);
    return world;
  }

  public void index(String... paths) throws IOException {
    try (Bundle model = Bundle.load(bundle);
        PatchIndexWriter writer =
            PatchIndexWriter.open(index, new IndexManifest(ModelIdentity.of(model), bundle))) {
      for (String path : paths) {
        Path file = pictures.resolve(path);
        RgbImage picture = ImageDecoder.decode(Files.readAllBytes(file), path);
        writer.put(
            new ImageRecord(
                path,
                pictures,
                picture.width(),
                picture.height(),
                "0".repeat(64),
                FileStamp.of(file),
                Instant.now()),
            model.embedImages(List.of(picture)).getFirst());
      }
    }
  }

  /** Says what is known of an indexed picture. */
  public void describe(String path, Metadata known) throws IOException {
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, IndexManifest.read(index))) {
      writer.describe(writer.stored(ImageRecord.idOf(path)).orElseThrow().describedBy(known));
    }
  }

  public static void write(Path file, RgbImage picture) throws IOException {
    Files.write(file, ImageWriter.png(picture));
  }

  /** White, but for one of 4 x 4 patches. */
  public static RgbImage square(int width, int height, int row, int column, int colour) {
    byte[] rgb = new byte[width * height * 3];
    Arrays.fill(rgb, (byte) 0xff);
    for (int y = row * height / 4; y < (row + 1) * height / 4; y++) {
      for (int x = column * width / 4; x < (column + 1) * width / 4; x++) {
        rgb[(y * width + x) * 3] = (byte) (colour >> 16);
        rgb[(y * width + x) * 3 + 1] = (byte) (colour >> 8);
        rgb[(y * width + x) * 3 + 2] = (byte) colour;
      }
    }
    return new RgbImage(width, height, rgb);
  }
}
