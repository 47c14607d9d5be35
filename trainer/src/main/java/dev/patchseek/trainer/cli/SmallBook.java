package dev.patchseek.trainer.cli;

import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.picturebook.DrawnBook;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration that a command works on: the user's, or the picture book in small.
 *
 * @param config as it was read
 * @param text of its file
 */
record SmallBook(TrainConfig config, String text) {

  private static final int TRAIN = 1000;
  private static final int GALLERY = 400;

  /**
   * Reads a configuration; the pictures of the picture book are drawn where they are missing.
   *
   * @param file the user's; null for the picture book
   * @param home the checkout
   * @param out for progress
   */
  static SmallBook of(Path file, Path home, PrintStream out) throws IOException {
    Path chosen = file == null ? home.resolve("configs/picturebook-rank.yaml") : file;
    TrainConfig config = Configs.read(chosen, TrainConfig.class);
    String text = Files.readString(chosen);
    if (file == null) {
      DrawnBook.drawMissing(config, TRAIN, GALLERY, out);
    }
    return new SmallBook(config, text);
  }
}
