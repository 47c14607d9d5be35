package dev.patchseek.indexer.query;

import dev.patchseek.data.InvalidInputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of a page: the next one begins behind this score and id. It keeps no reader open and
 * never expires. Where the index has changed since, the next page shows the window of the newer
 * index from this place on: no image is shown twice unless it was replaced, an image that was added
 * ahead of this place is not shown, and the answer says so ({@link SearchResult#changed}).
 *
 * @param score of the last hit of the page
 * @param id of the last hit of the page
 * @param commit version of the index that the page was made from
 */
public record Cursor(float score, String id, long commit) {

  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{8})-([0-9a-f]{16})-([0-9a-f]{1,16})");

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws InvalidInputException when it is something else
   */
  public static Cursor parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new InvalidInputException(
          "'%s' is no cursor: pass the one that came with the page before, as it is"
              .formatted(text));
    }
    return new Cursor(
        Float.intBitsToFloat(Integer.parseUnsignedInt(parts.group(1), 16)),
        parts.group(2),
        Long.parseUnsignedLong(parts.group(3), 16));
  }

  /** Letters, digits and hyphens only. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%08x-%s-%x", Float.floatToIntBits(score), id, commit);
  }

  /** Whether a candidate comes behind this place. */
  boolean precedes(Candidate candidate) {
    return Candidate.BEST_FIRST.compare(new Candidate(-1, id, score), candidate) < 0;
  }
}
