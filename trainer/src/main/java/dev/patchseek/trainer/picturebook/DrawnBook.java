package dev.patchseek.trainer.picturebook;

import dev.patchseek.data.dataset.DatasetSpec;
import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.data.picturebook.PictureBookFolders;
import dev.patchseek.data.picturebook.Split;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.trainer.config.TrainConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The picture book as it lies on the disk for the commands that need no pictures of one's own. */
public final class DrawnBook {

  private static final long SEED = 1;

  private DrawnBook() {}

  /**
   * Draws what a configuration trains on and is judged by, where the folders are missing.
   *
   * @param config over two imagefolders of the picture book
   * @param train pictures of the one, from index 0
   * @param gallery pictures of the other
   * @param out for progress
   */
  public static void drawMissing(TrainConfig config, int train, int gallery, PrintStream out)
      throws IOException {
    draw(Split.TRAIN, config.train(), train, "drawing the training set", out);
    draw(Split.GALLERY, config.heldOut(), gallery, "drawing the gallery", out);
  }

  private static void draw(Split split, DatasetSpec spec, int count, String label, PrintStream out)
      throws IOException {
    Path folder = spec.images().getFirst();
    if (!Files.isDirectory(folder)) {
      try (Progress progress = new Progress(out, label, count)) {
        PictureBookFolders.write(
            new PictureBook(SEED), split, folder, count, done -> progress.step(done, ""));
      }
    }
  }
}
