package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.kernel.QueryTokens;
import dev.patchseek.opensearch.mapping.PatchFieldType;
import dev.patchseek.opensearch.mapping.PatchLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.opensearch.core.ParseField;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.ObjectParser;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryRewriteContext;
import org.opensearch.index.query.QueryShardContext;

/**
 * The query {@code maxsim} as it is written and sent between nodes. Vectors are base64 of binary32
 * numbers, little-endian: {@code vectors} [T × dim], {@code weights} [T] and {@code whole} [dim].
 */
public final class MaxSimQueryBuilder extends AbstractQueryBuilder<MaxSimQueryBuilder> {

  /** The name of the query. */
  public static final String NAME = "maxsim";

  /** As many as PatchSeek's engine proposes and rescores by itself. */
  private static final int CANDIDATES = Effort.DEFAULT.candidates();

  private static final int RESCORE = Effort.DEFAULT.rescore();

  private static final ParseField FIELD = new ParseField("field");
  private static final ParseField FINGERPRINT = new ParseField("fingerprint");
  private static final ParseField VECTORS = new ParseField("vectors");
  private static final ParseField WEIGHTS = new ParseField("weights");
  private static final ParseField WHOLE = new ParseField("whole");
  private static final ParseField HUBS = new ParseField("hubs");
  private static final ParseField K = new ParseField("k");
  private static final ParseField CANDIDATES_FIELD = new ParseField("candidates");
  private static final ParseField RESCORE_FIELD = new ParseField("rescore");
  private static final ParseField EXACT = new ParseField("exact");
  private static final ParseField FILTER = new ParseField("filter");

  private static final ObjectParser<MaxSimQueryBuilder, Void> PARSER =
      new ObjectParser<>(NAME, MaxSimQueryBuilder::new);

  static {
    PARSER.declareString((query, value) -> query.field = value, FIELD);
    PARSER.declareString((query, value) -> query.fingerprint = value, FINGERPRINT);
    PARSER.declareString((query, value) -> query.vectors = floats(value), VECTORS);
    PARSER.declareString((query, value) -> query.weights = floats(value), WEIGHTS);
    PARSER.declareString((query, value) -> query.whole = floats(value), WHOLE);
    PARSER.declareFloat((query, value) -> query.hubs = value, HUBS);
    PARSER.declareInt((query, value) -> query.k = value, K);
    PARSER.declareInt((query, value) -> query.candidates = value, CANDIDATES_FIELD);
    PARSER.declareInt((query, value) -> query.rescore = value, RESCORE_FIELD);
    PARSER.declareBoolean((query, value) -> query.exact = value, EXACT);
    PARSER.declareObject(
        (query, value) -> query.filter = value,
        (parser, nothing) -> parseInnerQueryBuilder(parser),
        FILTER);
    declareStandardFields(PARSER);
  }

  private String field;
  private String fingerprint;
  private float[] vectors;
  private float[] weights;
  private float[] whole;
  private float hubs;
  private int k = 10;
  private int candidates = CANDIDATES;
  private int rescore = RESCORE;
  private boolean exact;
  private QueryBuilder filter;

  private MaxSimQueryBuilder() {}

  /** Reads what another node has sent. */
  public MaxSimQueryBuilder(StreamInput in) throws IOException {
    super(in);
    field = in.readString();
    fingerprint = in.readOptionalString();
    vectors = in.readFloatArray();
    weights = in.readFloatArray();
    whole = in.readFloatArray();
    hubs = in.readFloat();
    k = in.readVInt();
    candidates = in.readVInt();
    rescore = in.readVInt();
    exact = in.readBoolean();
    filter = in.readOptionalNamedWriteable(QueryBuilder.class);
  }

  /** Reads the query from a request. */
  public static MaxSimQueryBuilder fromXContent(XContentParser parser) throws IOException {
    MaxSimQueryBuilder query = PARSER.parse(parser, null);
    requireValue(query.field, "maxsim needs the field that it searches");
    requireValue(query.vectors, "maxsim needs vectors");
    requireValue(query.weights, "maxsim needs weights");
    if (query.whole == null) {
      query.whole = new float[query.vectors.length / Math.max(1, query.weights.length)];
    }
    return query;
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    out.writeString(field);
    out.writeOptionalString(fingerprint);
    out.writeFloatArray(vectors);
    out.writeFloatArray(weights);
    out.writeFloatArray(whole);
    out.writeFloat(hubs);
    out.writeVInt(k);
    out.writeVInt(candidates);
    out.writeVInt(rescore);
    out.writeBoolean(exact);
    out.writeOptionalNamedWriteable(filter);
  }

  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME);
    builder.field(FIELD.getPreferredName(), field);
    if (fingerprint != null) {
      builder.field(FINGERPRINT.getPreferredName(), fingerprint);
    }
    builder.field(VECTORS.getPreferredName(), base64(vectors));
    builder.field(WEIGHTS.getPreferredName(), base64(weights));
    builder.field(WHOLE.getPreferredName(), base64(whole));
    builder.field(HUBS.getPreferredName(), hubs);
    builder.field(K.getPreferredName(), k);
    builder.field(CANDIDATES_FIELD.getPreferredName(), candidates);
    builder.field(RESCORE_FIELD.getPreferredName(), rescore);
    builder.field(EXACT.getPreferredName(), exact);
    if (filter != null) {
      builder.field(FILTER.getPreferredName(), filter, params);
    }
    printBoostAndQueryName(builder);
    builder.endObject();
  }

  @Override
  protected QueryBuilder doRewrite(QueryRewriteContext context) throws IOException {
    QueryBuilder rewritten = filter == null ? null : filter.rewrite(context);
    if (rewritten == filter) {
      return this;
    }
    MaxSimQueryBuilder copy = new MaxSimQueryBuilder();
    copy.field = field;
    copy.fingerprint = fingerprint;
    copy.vectors = vectors;
    copy.weights = weights;
    copy.whole = whole;
    copy.hubs = hubs;
    copy.k = k;
    copy.candidates = candidates;
    copy.rescore = rescore;
    copy.exact = exact;
    copy.filter = rewritten;
    return copy;
  }

  @Override
  protected Query doToQuery(QueryShardContext context) throws IOException {
    MappedFieldType type = context.fieldMapper(field);
    if (!(type instanceof PatchFieldType patches)) {
      throw new IllegalArgumentException(
          "maxsim searches fields of the type patch_embeddings, but [%s] is %s"
              .formatted(field, type == null ? "not mapped" : "a " + type.typeName()));
    }
    PatchLayout layout = patches.layout();
    requireModel(layout);
    Question question =
        new Question(
            new QueryTokens(vectors, weights, layout.dim()), whole, hubs, layout.globalWeight());
    BooleanQuery.Builder admitted =
        new BooleanQuery.Builder().add(patches.existsQuery(context), Occur.FILTER);
    if (filter != null) {
      admitted.add(filter.toQuery(context), Occur.FILTER);
    }
    return new MaxSimQuery(
        field, layout, question, new ShardEffort(k, candidates, rescore, exact), admitted.build());
  }

  private void requireModel(PatchLayout layout) {
    if (fingerprint != null && !fingerprint.equals(layout.fingerprint())) {
      throw new IllegalArgumentException(
          "the vectors of [%s] are of the model %.12s, those of the query of %.12s: embed the query"
                  .formatted(field, layout.fingerprint(), fingerprint)
              + " with the model of the index");
    }
  }

  private static float[] floats(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    float[] floats = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    for (float number : floats) {
      if (!Float.isFinite(number)) {
        throw new IllegalArgumentException("maxsim needs finite numbers, got " + number);
      }
    }
    return floats;
  }

  private static String base64(float[] floats) {
    ByteBuffer bytes =
        ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  @Override
  protected boolean doEquals(MaxSimQueryBuilder other) {
    return Objects.deepEquals(parts(), other.parts());
  }

  @Override
  protected int doHashCode() {
    return Arrays.deepHashCode(parts());
  }

  private Object[] parts() {
    return new Object[] {
      field, fingerprint, vectors, weights, whole, hubs, k, candidates, rescore, exact, filter
    };
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }
}
