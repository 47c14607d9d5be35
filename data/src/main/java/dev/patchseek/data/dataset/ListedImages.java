package dev.patchseek.data.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Pictures that are gone through one by one, wherever they lie. */
public interface ListedImages {

  /** How many there are. */
  long count();

  /**
   * Goes through the pictures. The stream may hold resources until it is closed.
   *
   * @param unreadable told of what cannot be listed (its name) and why
   */
  Stream<ListedImage> images(BiConsumer<String, IOException> unreadable);

  /** The folder or tar that a picture of these came from. */
  Path source(ListedImage image);
}
