package dev.patchseek.indexer.compose;

import dev.patchseek.data.InvalidInputException;
import java.util.List;

/**
 * A query as typed, taken apart:
 *
 * <ul>
 *   <li>{@code dog^2}, {@code "red ball"^0.5}: a word or phrase that counts more or less, 0 to 10
 *   <li>{@code -leash}, {@code -"red ball"}, {@code -leash^2}: what pictures should not show
 *   <li>{@code \-leash}, {@code dog\^2}: the signs themselves
 * </ul>
 *
 * <p>Everything else is text, also hyphens inside words or alone, and quotes without weight. The
 * clauses are as long as the typed text, with blanks in place of what is not theirs, so that places
 * in them are places in the typed text; a text without signs is its own wanted clause.
 *
 * @param typed as typed
 * @param wanted what pictures should show; blank where nothing is wanted
 * @param stresses weights of parts of the wanted text, in their order; empty for plain text
 * @param unwanted what pictures should not show
 */
public record QueryText(
    String typed, String wanted, List<Stress> stresses, List<Unwanted> unwanted) {

  /** The highest weight of a word. */
  public static final float HEAVIEST = 10;

  /**
   * A part of the wanted text that counts more or less than the rest.
   *
   * @param start index of its first UTF-16 unit
   * @param end index behind its last UTF-16 unit
   * @param weight 0..10, where an ordinary word has 1
   */
  public record Stress(int start, int end, float weight) {}

  /**
   * A word or phrase that pictures should not show.
   *
   * @param text as long as the typed text, blank around the word
   * @param weight 0..10, ordinarily 1
   */
  public record Unwanted(String text, float weight) {}

  public QueryText {
    stresses = List.copyOf(stresses);
    unwanted = List.copyOf(unwanted);
  }

  /**
   * Takes a query apart.
   *
   * @throws InvalidInputException when a weight is no number from 0 to 10, or a quote does not end
   */
  public static QueryText parse(String typed) {
    return new QueryTextParser(typed).parse();
  }

  /** Text without any sign. */
  public static QueryText plain(String text) {
    return new QueryText(text, text, List.of(), List.of());
  }

  /** Whether it says what pictures should show. */
  public boolean wantsSomething() {
    return !wanted.isBlank();
  }
}
