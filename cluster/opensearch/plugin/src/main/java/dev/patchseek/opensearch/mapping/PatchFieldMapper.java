package dev.patchseek.opensearch.mapping;

import dev.patchseek.indexer.kernel.Precision;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.util.BytesRef;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.mapper.FieldMapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper;
import org.opensearch.index.mapper.ParseContext;

/**
 * Stores the packed vectors of an image as binary doc values: those of the patches, their 1-bit
 * codes, and the whole image, each by itself, so that a scan of the codes reads nothing else.
 */
public final class PatchFieldMapper extends ParametrizedFieldMapper {

  /** The name of the type in mappings. */
  public static final String TYPE = "patch_embeddings";

  /** Reads a mapping of this type. */
  public static final TypeParser PARSER = new TypeParser((name, context) -> new Builder(name));

  private final PatchLayout layout;

  private PatchFieldMapper(
      String simpleName, PatchFieldType type, MultiFields multiFields, CopyTo copyTo) {
    super(simpleName, type, multiFields, copyTo);
    this.layout = type.layout();
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

    Builder(String name) {
      super(name);
    }

    private static PatchLayout layout(FieldMapper mapper) {
      return ((PatchFieldMapper) mapper).layout;
    }

    @Override
    protected List<Parameter<?>> getParameters() {
      return List.of(fingerprint, dim, rows, columns, precision, globalWeight);
    }

    @Override
    public PatchFieldMapper build(BuilderContext context) {
      PatchLayout layout =
          new PatchLayout(
              fingerprint.getValue(),
              dim.getValue(),
              rows.getValue(),
              columns.getValue(),
              Precision.of(precision.getValue()),
              globalWeight.getValue());
      if (layout.dim() < 1 || layout.rows() < 1 || layout.columns() < 1) {
        throw new IllegalArgumentException(
            "field [%s] needs dim, rows and columns of at least 1, got %d, %d and %d"
                .formatted(name, layout.dim(), layout.rows(), layout.columns()));
      }
      return new PatchFieldMapper(
          name,
          new PatchFieldType(buildFullName(context), layout),
          multiFieldsBuilder.build(this, context),
          copyTo.build());
    }
  }
}
