package dev.patchseek.indexer.filter;

import dev.patchseek.data.InvalidInputException;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;

/**
 * A condition on what the index knows of an image besides its vectors.
 *
 * @param text as typed; empty for no condition
 * @param query that exactly the admitted images match
 */
public record Filter(String text, Query query) {

  private static final LuceneQueries LUCENE = new LuceneQueries();

  /** Admits every image. */
  public static final Filter ALL = new Filter("", MatchAllDocsQuery.INSTANCE);

  /**
   * Reads a filter: conditions between white space, all of which have to hold.
   *
   * <ul>
   *   <li>{@code tag:beach}: a value, in any case of letters; {@code tag:"black and white"} with
   *       blanks; {@code tag:beach|sea} one of several; {@code camera:canon*} with any ending;
   *       {@code tag:*} any value at all
   *   <li>{@code year>=2020}, {@code >}, {@code <=}, {@code <}: numbers, and dates as {@link
   *       dev.patchseek.indexer.metadata.TimeSpan} reads them
   *   <li>{@code iso:100..400}, {@code taken:2021-05..2021-08}, {@code taken:2021..}: ranges, ends
   *       included
   *   <li>{@code -tag:beach} or {@code NOT tag:beach}: images that do not match
   *   <li>{@code path:2021/*}, {@code id:}, {@code width>=1024}, {@code height}, {@code size} in
   *       bytes, {@code modified:2024}: what the index knows itself; paths in their own case
   * </ul>
   *
   * @throws InvalidInputException when it is not understood
   */
  public static Filter parse(String text) {
    return text.isBlank() ? ALL : new Filter(text, read(text, LUCENE));
  }

  private static <C> C read(String text, FilterTarget<C> target) {
    return new FilterParser<>(text, target).parse();
  }

  /** This filter for another search engine. */
  public <C> C as(FilterTarget<C> target) {
    return read(text, target);
  }

  /** Whether there is no condition. */
  public boolean admitsAll() {
    return query instanceof MatchAllDocsQuery;
  }
}
