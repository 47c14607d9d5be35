package dev.patchseek.encoder.text;

import java.util.List;

/**
 * A text as the text tower reads it.
 *
 * @param text as typed
 * @param ids [L], start-of-text first and end-of-text last, at most the tokenizer's maximum length
 * @param spans one for each real token in reading order; special tokens have none, so a text
 *     without words has an empty list
 */
public record TokenizedText(String text, int[] ids, List<Span> spans) {

  /**
   * Where a real token stands.
   *
   * @param position its index in the ids, so that row {@code position} of the tower's output is its
   *     vector
   * @param start index of its first UTF-16 unit in the text as typed
   * @param end index behind its last UTF-16 unit; the tokens of one character share its span
   * @param word number of the word it belongs to, from 0 without gaps; tokens of one word share it
   */
  public record Span(int position, int start, int end, int word) {}

  public TokenizedText {
    spans = List.copyOf(spans);
  }
}
