package dev.patchseek.indexer.metadata;

import dev.patchseek.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a line of a {@link MetadataFile} says of an image, as it is read. */
final class MetadataLine {

  private static final String IMAGE = "file_name";

  /** A dataset's captions are for training; searching by filters wants short values. */
  private static final Set<String> CAPTIONS = Set.of("text", "caption", "captions");

  private final int number;
  private final Map<String, List<String>> values = new TreeMap<>();
  private final Set<String> unread = new TreeSet<>();
  private String image = "";

  /** {@code number}: of the line, from 1. */
  MetadataLine(int number) {
    this.number = number;
  }

  /** Takes over the values of one key; null for something that cannot be a value. */
  void add(String key, List<String> added) {
    if (key.equals(IMAGE)) {
      image = added == null || added.isEmpty() ? "" : added.getFirst();
    } else if (added == null || CAPTIONS.contains(key) || Metadata.OWN_KEYS.contains(key)) {
      unread.add(key);
    } else {
      values.computeIfAbsent(key, k -> new ArrayList<>()).addAll(added);
    }
  }

  int number() {
    return number;
  }

  /** The path of the image. */
  String image() {
    if (image.isBlank()) {
      throw new InvalidInputException(
          "expected %s with the path of an image, got the keys %s"
              .formatted(IMAGE, values.keySet()));
    }
    if (image.indexOf('\0') >= 0) {
      throw new InvalidInputException("the path of an image has no NUL");
    }
    return image.startsWith("./") ? image.substring(2) : image;
  }

  Metadata metadata() {
    return Metadata.of(values);
  }

  Set<String> unread() {
    return unread;
  }
}
