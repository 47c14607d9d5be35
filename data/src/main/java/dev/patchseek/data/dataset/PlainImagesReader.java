package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.nio.file.Path;
import java.util.List;

/** Pictures without captions: folders with their subfolders, and tars. */
public final class PlainImagesReader {

  private PlainImagesReader() {}

  /**
   * Lists all files that are named like pictures; whether they can be decoded shows later.
   *
   * @param places folders and uncompressed tars
   * @return folders in the order of their names, tars in their own order
   * @throws InvalidInputException when a place is missing or holds no pictures
   */
  public static List<ImageText> read(List<Path> places) {
    return ImageCollection.open(places).all().stream()
        .map(image -> new ImageText(image, List.of()))
        .toList();
  }
}
