package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The picture files of some folders and tars, found by name. */
final class ImageCollection {

  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "webp", "bmp", "tif", "tiff", "gif");

  private final List<Path> places;
  private final Map<String, ImageSource> byName = new LinkedHashMap<>();

  /** By the last part of the name; null where several share it. */
  private final Map<String, ImageSource> byLastPart = new HashMap<>();

  private ImageCollection(List<Path> places) {
    this.places = places;
  }

  /**
   * Lists folders, with their subfolders and in the order of their names, and tars, in their own
   * order. Nothing is decoded.
   *
   * @throws InvalidInputException when a place is missing or holds no pictures, or two places hold
   *     pictures of the same name
   */
  static ImageCollection open(List<Path> places) {
    if (places.isEmpty()) {
      throw new InvalidInputException("no folder or tar of pictures is given");
    }
    ImageCollection collection = new ImageCollection(places);
    for (Path place : places) {
      collection.add(place);
    }
    return collection;
  }

  List<ImageSource> all() {
    return List.copyOf(byName.values());
  }

  /**
   * Finds a picture by its whole name, or by the last part of it where that is unique.
   *
   * @param wantedBy what names it, for the message
   */
  ImageSource find(String name, String wantedBy) {
    ImageSource image = byName.get(name);
    if (image == null) {
      image = byLastPart.get(name);
    }
    if (image == null) {
      throw new InvalidInputException(
          byLastPart.containsKey(name)
              ? "%s: several pictures are called %s in %s; write its whole path"
                  .formatted(wantedBy, name, places)
              : "%s: the picture %s is not in %s".formatted(wantedBy, name, places));
    }
    return image;
  }

  static boolean isPicture(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !isHidden(name) && EXTENSIONS.contains(extension);
  }

  /** Programs leave hidden files and folders beside pictures (._a.jpg, .trash/a.jpg). */
  static boolean isHidden(String name) {
    return name.startsWith(".") || name.contains("/.");
  }

  static InvalidInputException empty(Path place) {
    return new InvalidInputException(
        "%s holds no pictures; expected files that end in %s"
            .formatted(place, String.join(", ", EXTENSIONS.stream().sorted().toList())));
  }

  private void add(Path place) {
    Map<String, ImageSource> found = new LinkedHashMap<>();
    for (ImageSource file : Files.isDirectory(place) ? walk(place) : entries(place)) {
      if (isPicture(file.name())) {
        // tar writes a newer version of a file behind the older one
        found.put(file.name(), file);
      }
    }
    if (found.isEmpty()) {
      throw empty(place);
    }
    for (ImageSource image : found.values()) {
      if (byName.put(image.name(), image) != null) {
        throw new InvalidInputException(
            "%s is in two of %s; pictures need names of their own".formatted(image.name(), places));
      }
      String last = lastPart(image.name());
      byLastPart.put(last, byLastPart.containsKey(last) ? null : image);
    }
  }

  private static List<ImageSource> walk(Path folder) {
    List<ImageSource> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path path : paths.filter(p -> !Files.isDirectory(p)).sorted().toList()) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        files.add(new FileImage(name, path));
      }
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException(
          "%s cannot be listed: %s".formatted(folder, e.getMessage()), e);
    }
    return files;
  }

  static List<TarEntry> entries(Path tar) {
    if (!Files.exists(tar)) {
      throw new InvalidInputException(
          "%s does not exist; expected a folder or a tar of pictures".formatted(tar));
    }
    return TarEntry.list(tar);
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
