package dev.patchseek.indexer.filter;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.metadata.MetadataFields;
import java.util.List;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;

/** Filters as queries over the fields of {@link ImageFields} and {@link MetadataFields}. */
final class LuceneQueries implements FilterTarget<Query> {

  @Override
  public Query term(String field, String term) {
    return new TermQuery(new Term(field, term));
  }

  @Override
  public Query pattern(String field, String pattern) {
    try {
      return new WildcardQuery(new Term(field, pattern));
    } catch (TooComplexToDeterminizeException e) {
      throw new InvalidInputException(
          "the pattern '%s' of the filter has too many *".formatted(pattern), e);
    }
  }

  @Override
  public Query numbers(String key, double low, double high) {
    return key.equals(SIZE)
        ? NumericDocValuesField.newSlowRangeQuery(
            ImageFields.BYTES, (long) Math.ceil(low), (long) Math.floor(high))
        : DoublePoint.newRangeQuery(MetadataFields.numberField(key), low, high);
  }

  @Override
  public Query times(String key, long low, long high) {
    return key.equals(MODIFIED)
        ? NumericDocValuesField.newSlowRangeQuery(ImageFields.MODIFIED, low, high)
        : LongPoint.newRangeQuery(MetadataFields.timeField(key), low, high);
  }

  @Override
  public Query any(List<Query> conditions) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    conditions.forEach(condition -> any.add(condition, Occur.SHOULD));
    return any.build();
  }

  @Override
  public Query all(List<Query> wanted, List<Query> unwanted) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    wanted.forEach(condition -> all.add(condition, Occur.FILTER));
    unwanted.forEach(condition -> all.add(condition, Occur.MUST_NOT));
    return all.build();
  }
}
