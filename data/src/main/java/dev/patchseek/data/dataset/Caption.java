package dev.patchseek.data.dataset;

import java.util.List;

/**
 * A sentence about a picture.
 *
 * @param text as written
 * @param phrases its grounded parts in order; empty where the dataset has no boxes
 */
public record Caption(String text, List<Phrase> phrases) {

  public Caption {
    phrases = List.copyOf(phrases);
  }

  public static Caption of(String text) {
    return new Caption(text, List.of());
  }
}
