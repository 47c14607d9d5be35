package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The pictures of one folder, with all below, or of one tar, however many there are. A folder is
 * listed anew by every call, so that nothing of it is held; of a tar its table of contents is, some
 * 200 bytes a picture.
 */
public final class ImageListing implements ListedImages {

  private final Path place;

  /** By name; null for a folder. */
  private final Map<String, TarEntry> entries;

  private ImageListing(Path place, Map<String, TarEntry> entries) {
    this.place = place;
    this.entries = entries;
  }

  /**
   * Opens a folder or a tar.
   *
   * @throws InvalidInputException when it is missing, or no complete, uncompressed tar
   */
  public static ImageListing open(Path place) {
    if (Files.isDirectory(place)) {
      return new ImageListing(place, null);
    }
    Map<String, TarEntry> entries = new LinkedHashMap<>();
    for (TarEntry entry : ImageCollection.entries(place)) {
      if (ImageCollection.isPicture(entry.name())) {
        // tar writes a newer version of a file behind the older one
        entries.put(entry.name(), entry);
      }
    }
    return new ImageListing(place, entries);
  }

  /**
   * Counts the pictures; folders that cannot be listed count as empty.
   *
   * @return at least 1
   * @throws InvalidInputException when there is none
   */
  @Override
  public long count() {
    List<String> unreadable = new ArrayList<>();
    long count;
    try (Stream<ListedImage> images =
        images((folder, reason) -> unreadable.add("%s (%s)".formatted(folder, reason)))) {
      count = images.count();
    }
    if (count == 0 && !unreadable.isEmpty()) {
      throw new InvalidInputException(
          "%s cannot be listed: %s".formatted(place, unreadable.getFirst()));
    }
    if (count == 0) {
      throw ImageCollection.empty(place);
    }
    return count;
  }

  /**
   * Goes through the pictures, in the order of the file system or of the tar. The stream holds open
   * folders until it is closed.
   *
   * @param unreadable told of each folder that cannot be listed (its name, relative to this place)
   *     and why
   */
  @Override
  public Stream<ListedImage> images(BiConsumer<String, IOException> unreadable) {
    if (entries != null) {
      return entries.values().stream().map(ListedImage.class::cast);
    }
    FolderWalk walk = new FolderWalk(place, unreadable);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                walk, Spliterator.NONNULL | Spliterator.DISTINCT | Spliterator.ORDERED),
            false)
        .onClose(walk::close);
  }

  @Override
  public Path source(ListedImage image) {
    return place;
  }

  /** Whether a file is called as pictures are, and is not hidden. */
  public static boolean isPicture(String name) {
    return ImageCollection.isPicture(name);
  }

  /** Finds a picture by its name. */
  public Optional<ListedImage> find(String name) {
    if (entries != null) {
      return Optional.ofNullable(entries.get(name));
    }
    Path file = place.resolve(name);
    return Files.isRegularFile(file) ? Optional.of(new FileImage(name, file)) : Optional.empty();
  }

  /** Whether a picture is certainly no longer here; false where that cannot be found out. */
  public boolean lacks(String name) {
    return entries != null ? !entries.containsKey(name) : Files.notExists(place.resolve(name));
  }

  /**
   * Whether a folder of this place is missing or without any picture, as where a disk is not
   * mounted. A tar is whole or cannot be read, so that of its folders none is.
   *
   * @param name relative to this place
   */
  public boolean isEmptied(String name) {
    if (entries != null) {
      return false;
    }
    Path folder = place.resolve(name);
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (FolderWalk walk = new FolderWalk(folder, (unreadable, reason) -> {})) {
      return !walk.hasNext();
    }
  }
}
