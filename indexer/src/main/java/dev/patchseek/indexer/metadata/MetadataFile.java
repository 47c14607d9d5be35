package dev.patchseek.indexer.metadata;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The metadata of many images in one file beside them.
 *
 * <p>JSON lines ({@code .jsonl}): an object a line. {@code file_name} names the image by its path
 * below the indexed folder; strings, numbers, booleans and arrays of these are values. CSV ({@code
 * .csv}, RFC 4180, UTF-8): the first line has the keys, among them {@code file_name}; empty fields
 * are no values, and {@code tags} are separated by {@code ;}.
 *
 * @param file they stand in
 * @param byImage metadata by the path of the image
 * @param unread keys that are no metadata: nested objects, captions for training, and what the
 *     index fills in itself
 */
public record MetadataFile(Path file, Map<String, Metadata> byImage, SortedSet<String> unread) {

  /** What an image folder of Hugging Face calls its file. */
  public static final String IN_IMAGE_FOLDER = "metadata.jsonl";

  /** No metadata. */
  public static final MetadataFile NONE = new MetadataFile(Path.of(""), Map.of(), new TreeSet<>());

  /**
   * Reads a whole file.
   *
   * @throws InvalidInputException when it cannot be read, a line is not understood or an image has
   *     two
   */
  public static MetadataFile read(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".csv") && !name.endsWith(".jsonl")) {
      throw new InvalidInputException(
          "%s: expected a file of metadata that ends in .csv or .jsonl".formatted(file));
    }
    String text = text(file);
    return name.endsWith(".csv") ? ofLines(file, () -> CsvLines.of(text)) : ofJson(file, text);
  }

  /**
   * Reads JSON lines that somebody else has fetched.
   *
   * @param file they come from, for messages
   * @throws InvalidInputException when a line is not understood or an image has two
   */
  public static MetadataFile ofJson(Path file, String lines) {
    return ofLines(file, () -> JsonLines.of(lines));
  }

  private static MetadataFile ofLines(Path file, Supplier<List<MetadataLine>> reading) {
    List<MetadataLine> lines;
    try {
      lines = reading.get();
    } catch (InvalidInputException e) {
      throw new InvalidInputException("%s, %s".formatted(file, e.getMessage()), e);
    }
    Map<String, Metadata> byImage = new LinkedHashMap<>();
    SortedSet<String> unread = new TreeSet<>();
    for (MetadataLine line : lines) {
      try {
        if (byImage.put(line.image(), line.metadata()) != null) {
          throw new InvalidInputException("%s has a line already".formatted(line.image()));
        }
      } catch (InvalidInputException e) {
        throw new InvalidInputException(
            "%s, line %d: %s".formatted(file, line.number(), e.getMessage()), e);
      }
      unread.addAll(line.unread());
    }
    return new MetadataFile(file, byImage, unread);
  }

  /** The file that an image folder of Hugging Face has; {@link #NONE} where there is none. */
  public static MetadataFile beside(Path images) {
    Path file = images.resolve(IN_IMAGE_FOLDER);
    return Files.isRegularFile(file) ? read(file) : NONE;
  }

  /** What is known of an image; empty where it has no line. */
  public Optional<Metadata> of(String path) {
    return Optional.ofNullable(byImage.get(path));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new InvalidInputException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
