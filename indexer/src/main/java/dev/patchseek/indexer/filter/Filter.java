package dev.patchseek.indexer.filter;

import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;

/**
 * A condition on what the index knows of an image besides its vectors.
 *
 * @param text as typed; empty for no condition
 * @param query that exactly the admitted images match
 */
public record Filter(String text, Query query) {

  /** Admits every image. */
  public static final Filter ALL = new Filter("", MatchAllDocsQuery.INSTANCE);

  /** Whether there is no condition. */
  public boolean admitsAll() {
    return query instanceof MatchAllDocsQuery;
  }
}
