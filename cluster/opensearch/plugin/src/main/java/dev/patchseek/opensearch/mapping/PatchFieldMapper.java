package dev.patchseek.opensearch.mapping;

import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.kernel.Precision;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.mapper.FieldMapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper;
import org.opensearch.index.mapper.ParseContext;

/**
 * Stores the packed vectors of an image as binary doc values: those of the patches, their 1-bit
 * codes, and the whole image, each by itself, so that a scan of the codes reads nothing else; and
 * lists the image under the centroids nearest to its patches, where the mapping has a codebook. The
 * node looks them up, so that no image can be listed under others than its own.
 */
public final class PatchFieldMapper extends ParametrizedFieldMapper {

  /** The name of the type in mappings. */
  public static final String TYPE = "patch_embeddings";

  /** Reads a mapping of this type. */
  public static final TypeParser PARSER = new TypeParser((name, context) -> new Builder(name));

  private static final FieldType LISTED = new FieldType();

  static {
    LISTED.setIndexOptions(IndexOptions.DOCS);
    LISTED.setOmitNorms(true);
    LISTED.setTokenized(false);
    LISTED.freeze();
  }

  private final PatchLayout layout;
  private final String codebook;

  private PatchFieldMapper(
      String simpleName,
      PatchFieldType type,
      String codebook,
      MultiFields multiFields,
      CopyTo copyTo) {
    super(simpleName, type, multiFields, copyTo);
    this.layout = type.layout();
    this.codebook = codebook;
  }

  @Override
  protected void parseCreateField(ParseContext context) throws IOException {
    if (context.parser().currentToken() == XContentParser.Token.VALUE_NULL) {
      return;
    }
    PackedImage image = PackedImage.parse(context.parser(), layout);
    add(context, PatchFieldType.patches(name()), image.patches());
    add(context, PatchFieldType.codes(name()), image.codes());
    add(context, PatchFieldType.whole(name()), image.whole());
    for (int centroid : image.centroids(layout)) {
      BytesRef term = PatchFieldType.centroid(centroid);
      context.doc().add(new Field(PatchFieldType.centroids(name()), term, LISTED));
    }
  }

  private static void add(ParseContext context, String field, byte[] bytes) {
    context.doc().add(new BinaryDocValuesField(field, new BytesRef(bytes)));
  }

  @Override
  public ParametrizedFieldMapper.Builder getMergeBuilder() {
    return new Builder(simpleName()).init(this);
  }

  @Override
  protected String contentType() {
    return TYPE;
  }

  /** What a mapping says of such a field. */
  private static final class Builder extends ParametrizedFieldMapper.Builder {

    private final Parameter<String> fingerprint =
        Parameter.stringParam("fingerprint", false, it -> layout(it).fingerprint(), "");
    private final Parameter<Integer> dim =
        Parameter.intParam("dim", false, it -> layout(it).dim(), 0);
    private final Parameter<Integer> rows =
        Parameter.intParam("rows", false, it -> layout(it).rows(), 0);
    private final Parameter<Integer> columns =
        Parameter.intParam("columns", false, it -> layout(it).columns(), 0);
    private final Parameter<String> precision =
        Parameter.restrictedStringParam(
                "precision",
                false,
                it -> layout(it).precision().toString(),
                Precision.INT8.toString(),
                Precision.FLOAT32.toString())
            .alwaysSerialize();
    private final Parameter<Float> globalWeight =
        Parameter.floatParam("global_weight", false, it -> layout(it).globalWeight(), 0)
            .alwaysSerialize();
    private final Parameter<String> codebook =
        Parameter.stringParam("codebook", false, it -> ((PatchFieldMapper) it).codebook, "")
            .setSerializer(
                (json, name, base64) -> json.field(name, base64),
                base64 -> base64.length() + " letters");

    Builder(String name) {
      super(name);
    }

    private static PatchLayout layout(FieldMapper mapper) {
      return ((PatchFieldMapper) mapper).layout;
    }

    @Override
    protected List<Parameter<?>> getParameters() {
      return List.of(fingerprint, dim, rows, columns, precision, globalWeight, codebook);
    }

    @Override
    public PatchFieldMapper build(BuilderContext context) {
      if (dim.getValue() < 1 || rows.getValue() < 1 || columns.getValue() < 1) {
        throw new IllegalArgumentException(
            "field [%s] needs dim, rows and columns of at least 1, got %d, %d and %d"
                .formatted(name, dim.getValue(), rows.getValue(), columns.getValue()));
      }
      PatchLayout layout =
          new PatchLayout(
              fingerprint.getValue(),
              dim.getValue(),
              rows.getValue(),
              columns.getValue(),
              Precision.of(precision.getValue()),
              globalWeight.getValue(),
              codebook.getValue().isEmpty()
                  ? null
                  : Codebook.of(Base64.getDecoder().decode(codebook.getValue()), dim.getValue()));
      return new PatchFieldMapper(
          name,
          new PatchFieldType(buildFullName(context), layout),
          codebook.getValue(),
          multiFieldsBuilder.build(this, context),
          copyTo.build());
    }
  }
}
