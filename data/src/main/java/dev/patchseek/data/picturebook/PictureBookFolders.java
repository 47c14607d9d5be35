package dev.patchseek.data.picturebook;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.ImageFolderWriter;
import dev.patchseek.data.dataset.ImageFolderWriter.CaptionedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** Writes the picture book to disk. */
public final class PictureBookFolders {

  private PictureBookFolders() {}

  /**
   * Writes one split as a Hugging Face imagefolder, on all cores.
   *
   * @param folder must not exist yet; appears only when it is complete
   * @param count how many pictures, from index 0
   * @param progress told from several threads how many pictures are written
   * @throws InvalidInputException when the folder exists already or count is below 1
   */
  public static void write(
      PictureBook book, Split split, Path folder, int count, IntConsumer progress)
      throws IOException {
    ImageFolderWriter.write(
        folder,
        count,
        index -> {
          Picture picture = book.picture(split, index);
          return new CaptionedImage(picture.image(), picture.captions());
        },
        progress);
  }
}
