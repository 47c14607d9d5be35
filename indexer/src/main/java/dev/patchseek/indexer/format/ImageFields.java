package dev.patchseek.indexer.format;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.kernel.PatchBlocks;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** The fields of an image's document. */
public final class ImageFields {

  /** The id: a term to find the document by, and doc values to break ties by. */
  public static final String ID = "id";

  /** All patches of the image in one vector, in the order of {@link PatchBlocks}. */
  public static final String PATCHES = "patches";

  /** The vector of the image as a whole. */
  public static final String GLOBAL = "global";

  private static final String PATH = "path";
  private static final String SOURCE = "source";
  private static final String WIDTH = "width";
  private static final String HEIGHT = "height";
  private static final String CONTENT_HASH = "sha256";

  private ImageFields() {}

  /** The term that only the document of this image has. */
  public static Term idTerm(String id) {
    return new Term(ID, id);
  }

  /** The number of the live document of an image, or -1 when there is none. */
  public static int find(IndexReader reader, String id) throws IOException {
    ScoreDoc[] found = new IndexSearcher(reader).search(new TermQuery(idTerm(id)), 1).scoreDocs;
    return found.length == 0 ? -1 : found[0].doc;
  }

  /** The document of an image. */
  public static Document document(ImageRecord image, PatchEmbeddings embeddings) {
    Document document = new Document();
    document.add(new StringField(ID, image.id(), Field.Store.NO));
    document.add(new BinaryDocValuesField(ID, new BytesRef(image.id())));
    document.add(new StoredField(PATH, image.path()));
    document.add(new StoredField(SOURCE, image.source().toString()));
    document.add(new StoredField(WIDTH, image.width()));
    document.add(new StoredField(HEIGHT, image.height()));
    document.add(new StoredField(CONTENT_HASH, image.contentHash()));
    document.add(
        vector(PATCHES, PatchBlocks.fromVectors(embeddings.patches(), embeddings.count())));
    document.add(vector(GLOBAL, embeddings.global()));
    return document;
  }

  private static KnnFloatVectorField vector(String field, float[] floats) {
    // the function is never used; this one asks nothing of the vectors' length
    return new KnnFloatVectorField(field, floats, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);
  }

  /** Reads back what {@link #document} stored beside the vectors. */
  public static ImageRecord read(StoredFields fields, int document) throws IOException {
    Document stored = fields.document(document);
    return new ImageRecord(
        stored.get(PATH),
        Path.of(stored.get(SOURCE)),
        stored.getField(WIDTH).numericValue().intValue(),
        stored.getField(HEIGHT).numericValue().intValue(),
        stored.get(CONTENT_HASH));
  }
}
