package dev.patchseek.indexer.filter;

import java.util.List;

/**
 * What a filter is turned into: the conditions of a search engine.
 *
 * @param <C> a condition
 */
public interface FilterTarget<C> {

  /** The key of a number: length of the file in bytes. */
  String SIZE = "size";

  /** The key of a time: when the file was written last. */
  String MODIFIED = "modified";

  /**
   * Images with a term.
   *
   * @param field {@code id}, {@code path} or {@code attribute}
   */
  C term(String field, String term);

  /**
   * Images with a term of a form.
   *
   * @param field {@code id}, {@code path} or {@code attribute}
   * @param pattern {@code *} stands for any characters, a backslash makes the next one itself
   */
  C pattern(String field, String pattern);

  /**
   * Images whose key has a number from one to another, both included.
   *
   * @param low may be minus infinity
   * @param high may be infinity
   */
  C numbers(String key, double low, double high);

  /**
   * Images whose key has a time from one to another, both included, in milliseconds since 1970.
   *
   * @param low may be the lowest long
   * @param high may be the highest long
   */
  C times(String key, long low, long high);

  /** Images that meet at least one of these conditions. */
  C any(List<C> conditions);

  /** Images that meet all the wanted conditions, and none of the unwanted ones. */
  C all(List<C> wanted, List<C> unwanted);
}
