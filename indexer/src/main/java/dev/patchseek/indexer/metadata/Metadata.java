package dev.patchseek.indexer.metadata;

import dev.patchseek.data.InvalidInputException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keys and values of one image. A value is text; filters also read it as a number or a time where
 * it has that form.
 *
 * @param values at least one for each key, in their order, without repetition; keys in the order of
 *     their names, see {@link #key}
 */
public record Metadata(SortedMap<String, List<String>> values) {

  /** No keys. */
  public static final Metadata NONE = new Metadata(new TreeMap<>());

  /** When a picture was taken; read from the file where people do not say. */
  public static final String TAKEN = "taken";

  /** Keys that the index fills in itself. */
  public static final Set<String> OWN_KEYS =
      Set.of("id", "path", "source", "sha256", "width", "height", "size", "modified");

  /** The most values of one image. */
  static final int MOST_VALUES = 1000;

  private static final Pattern KEY = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]{0,63}");
  private static final JsonMapper JSON = new JsonMapper();

  public Metadata {
    SortedMap<String, List<String>> copy = new TreeMap<>();
    values.forEach((key, list) -> put(copy, key, list));
    values = Collections.unmodifiableSortedMap(copy);
    if (values.values().stream().mapToInt(List::size).sum() > MOST_VALUES) {
      throw new InvalidInputException(
          "an image has more than %,d values of metadata: leave some out".formatted(MOST_VALUES));
    }
  }

  private static void put(Map<String, List<String>> values, String key, Collection<String> added) {
    List<String> list = new ArrayList<>(values.getOrDefault(key(key), List.of()));
    for (String value : added) {
      String stripped = value.strip();
      if (!stripped.isEmpty() && !list.contains(stripped)) {
        list.add(stripped);
      }
    }
    if (!list.isEmpty()) {
      values.put(key(key), List.copyOf(list));
    }
  }

  /** Keys with one value each or several. */
  public static Metadata of(Map<String, List<String>> values) {
    return new Metadata(new TreeMap<>(values));
  }

  /**
   * The form of a key that the index uses: lower case, with {@code _} for white space; {@code tags}
   * becomes {@code tag}.
   *
   * @throws InvalidInputException when it is no key, or one that the index fills in itself
   */
  public static String key(String typed) {
    String key = typed.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", "_");
    if (!KEY.matcher(key).matches()) {
      throw new InvalidInputException(
          "'%s' cannot be a key of metadata: expected a letter, then letters, digits, _ . and -, at most"
                  .formatted(typed)
              + " 64 characters");
    }
    if (OWN_KEYS.contains(key)) {
      throw new InvalidInputException(
          "the key '%s' is filled in by the index itself: choose another name".formatted(key));
    }
    return key.equals("tags") ? "tag" : key;
  }

  /** The form in which values are compared and counted: composed characters in lower case. */
  public static String comparable(String value) {
    return Normalizer.normalize(value.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  /** This with another time of capture. */
  public Metadata takenAt(String time) {
    SortedMap<String, List<String>> changed = new TreeMap<>(values);
    changed.put(TAKEN, List.of(time));
    return new Metadata(changed);
  }

  /** This with the other's time of capture, where this has none. */
  public Metadata keepingTimeOf(Metadata other) {
    return values.containsKey(TAKEN) || !other.values.containsKey(TAKEN)
        ? this
        : takenAt(other.values.get(TAKEN).getFirst());
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** A JSON object of arrays of strings. */
  public String toJson() {
    return JSON.writeValueAsString(values);
  }

  /** Reads what {@link #toJson} wrote. */
  public static Metadata fromJson(String json) {
    try {
      return new Metadata(
          JSON.readValue(json, new TypeReference<TreeMap<String, List<String>>>() {}));
    } catch (JacksonException e) {
      throw new InvalidInputException(
          "the index holds damaged metadata: " + e.getOriginalMessage(), e);
    }
  }
}
