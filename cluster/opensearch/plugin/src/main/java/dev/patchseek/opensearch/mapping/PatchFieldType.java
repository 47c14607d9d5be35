package dev.patchseek.opensearch.mapping;

import java.util.Map;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.mapper.TextSearchInfo;
import org.opensearch.index.mapper.ValueFetcher;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.search.lookup.SearchLookup;

/** A field of packed vectors: nothing but the query {@code maxsim} searches it. */
public final class PatchFieldType extends MappedFieldType {

  private final PatchLayout layout;

  PatchFieldType(String name, PatchLayout layout) {
    super(name, false, false, false, TextSearchInfo.NONE, Map.of());
    this.layout = layout;
  }

  /** What every vector in the field is like. */
  public PatchLayout layout() {
    return layout;
  }

  /**
   * Terms: the centroids of the layout's codebook that an image is listed under. They have the name
   * of the field itself, the only one that OpenSearch knows when it chooses how to write terms.
   */
  public static String centroids(String field) {
    return field;
  }

  /** The term of a centroid, whose number is below 65,536. */
  public static BytesRef centroid(int number) {
    return new BytesRef(new byte[] {(byte) (number >> 8), (byte) number});
  }

  /** Binary doc values: the vectors of the patches. */
  static String patches(String field) {
    return field + ".patches";
  }

  /** Binary doc values: their 1-bit codes. */
  static String codes(String field) {
    return field + ".codes";
  }

  /** Binary doc values: vector and code of the whole image, and its hub. */
  static String whole(String field) {
    return field + ".whole";
  }

  @Override
  public String typeName() {
    return PatchFieldMapper.TYPE;
  }

  @Override
  public ValueFetcher valueFetcher(QueryShardContext context, SearchLookup lookup, String format) {
    return new PackedImageFetcher(name(), layout);
  }

  @Override
  public Query existsQuery(QueryShardContext context) {
    return new FieldExistsQuery(codes(name()));
  }

  @Override
  public Query termQuery(Object value, QueryShardContext context) {
    throw new IllegalArgumentException(
        "field [%s] holds vectors of patches: search it with maxsim".formatted(name()));
  }
}
