package dev.patchseek.indexer.format;

import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.kernel.BitCodes;
import dev.patchseek.indexer.kernel.Int8Blocks;
import dev.patchseek.indexer.kernel.PatchBlocks;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.metadata.MetadataFields;
import dev.patchseek.indexer.pooling.PooledPatches;
import dev.patchseek.indexer.pooling.WardPooling;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.FloatDocValuesField;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/** The fields of an image's document. */
public final class ImageFields {

  /** The id: a term to find the document by, and doc values to break ties by. */
  public static final String ID = "id";

  /** The path, as a term to filter by. */
  public static final String PATH = "path";

  /** The vectors of all patches of the image in one, as its {@link Precision} lays them out. */
  public static final String PATCHES = "patches";

  /** The 1-bit codes of these vectors, as {@link BitCodes} lays them out: their signs. */
  public static final String CODES = "codes";

  /** Where patches share vectors: which of them stands for each patch. */
  public static final String VECTOR_OF_PATCH = "vectorOfPatch";

  /** The centroids of the commit's codebook that the image is listed under. */
  public static final String CENTROIDS = "centroids";

  /** The 1-bit code of the vector of the image as a whole. */
  public static final String GLOBAL_CODE = "globalCode";

  /** The vector of the image as a whole. */
  public static final String GLOBAL = "global";

  /** Doc values: the bits of what the global similarity of a hub is lowered by; none where 0. */
  public static final String HUB = "hub";

  /** Doc values: the absolute folder or tar that the image came from. */
  public static final String SOURCE = "source";

  /** Doc values: length of the file in bytes. */
  public static final String BYTES = "bytes";

  /** Doc values: when the file was written last, in milliseconds since 1970. */
  public static final String MODIFIED = "modified";

  /** Doc values: when the file was read to be hashed, in milliseconds since 1970. */
  public static final String READ = "read";

  private static final String WIDTH = "width";
  private static final String HEIGHT = "height";
  private static final String CONTENT_HASH = "sha256";

  private static final FieldType LISTED = new FieldType();

  static {
    LISTED.setIndexOptions(IndexOptions.DOCS);
    LISTED.setOmitNorms(true);
    LISTED.setTokenized(false);
    LISTED.freeze();
  }

  // Lucene wants one; this one asks nothing of the vectors' length
  private static final VectorSimilarityFunction NEVER_USED =
      VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;

  private ImageFields() {}

  /** The term that only the document of this image has. */
  public static Term idTerm(String id) {
    return new Term(ID, id);
  }

  /** The number of the live document of an image, or -1 when there is none. */
  public static int find(IndexReader reader, String id) throws IOException {
    BytesRef term = new BytesRef(id);
    for (LeafReaderContext segment : reader.leaves()) {
      int document = find(segment.reader(), term);
      if (document >= 0) {
        return segment.docBase + document;
      }
    }
    return -1;
  }

  private static int find(LeafReader segment, BytesRef id) throws IOException {
    Terms ids = segment.terms(ID);
    TermsEnum terms = ids == null ? null : ids.iterator();
    if (terms == null || !terms.seekExact(id)) {
      return -1;
    }
    Bits live = segment.getLiveDocs();
    PostingsEnum documents = terms.postings(null, PostingsEnum.NONE);
    int document = documents.nextDoc();
    while (document != DocIdSetIterator.NO_MORE_DOCS && live != null && !live.get(document)) {
      document = documents.nextDoc();
    }
    return document == DocIdSetIterator.NO_MORE_DOCS ? -1 : document;
  }

  /**
   * The id that a document of a segment says it has.
   *
   * @param document its number in the segment
   */
  public static String id(LeafReader segment, int document) throws IOException {
    BinaryDocValues ids = DocValues.getBinary(segment, ID);
    return ids.advanceExact(document) ? ids.binaryValue().utf8ToString() : "";
  }

  /** The same of a document of a reader. */
  public static String id(IndexReader reader, int document) throws IOException {
    LeafReaderContext segment = segment(reader, document);
    return id(segment.reader(), document - segment.docBase);
  }

  /**
   * The document of an image.
   *
   * @param manifest of the index: how it stores vectors
   * @param codebook that the image is listed by; null for none
   */
  public static Document document(
      ImageRecord image, PatchEmbeddings embeddings, IndexManifest manifest, Codebook codebook) {
    Document document = described(image);
    float[] vectors = embeddings.patches();
    if (manifest.isPooled()) {
      PooledPatches pooled = WardPooling.pool(vectors, embeddings.count(), manifest.pooled());
      document.add(bytes(VECTOR_OF_PATCH, pooled.vectorOfPatch()));
      vectors = pooled.vectors();
    }
    Precision precision = manifest.precision();
    document.add(vector(PATCHES, vectors, manifest.vectorCount(), precision));
    document.add(bytes(CODES, BitCodes.encode(vectors, manifest.vectorCount())));
    document.add(vector(GLOBAL, embeddings.global(), 1, precision));
    document.add(bytes(GLOBAL_CODE, BitCodes.encode(embeddings.global(), 1)));
    addHub(embeddings.hub(), document);
    list(document, vectors, codebook);
    return document;
  }

  /**
   * The document of an image with the vectors that a stored document of it has.
   *
   * @param codebook that the image is listed by; null for none
   */
  public static Document describedAnew(
      ImageRecord image,
      IndexReader reader,
      int document,
      IndexManifest manifest,
      Codebook codebook)
      throws IOException {
    LeafReaderContext segment = segment(reader, document);
    Document anew = described(image);
    VectorCopy.add(segment.reader(), document - segment.docBase, anew);
    addHub(hub(segment.reader(), document - segment.docBase), anew);
    StoredVectors patches = StoredVectors.patches(segment.reader());
    patches.advance(document - segment.docBase);
    list(anew, patches.vectors(manifest.vectorCount(), manifest.model().dim()), codebook);
    return anew;
  }

  private static void addHub(float hub, Document document) {
    if (hub != 0) {
      document.add(new FloatDocValuesField(HUB, hub));
    }
  }

  /**
   * What the global similarity of an image is lowered by.
   *
   * @param document its number in the segment
   */
  public static float hub(LeafReader segment, int document) throws IOException {
    return hub(DocValues.getNumeric(segment, HUB), document);
  }

  /** The same by the segment's doc values, for documents in their order. */
  public static float hub(NumericDocValues hubs, int document) throws IOException {
    return hubs.advanceExact(document) ? Float.intBitsToFloat((int) hubs.longValue()) : 0;
  }

  private static void list(Document document, float[] patches, Codebook codebook) {
    if (codebook != null) {
      centroids(codebook.cells(patches)).forEach(document::add);
    }
  }

  private static Document described(ImageRecord image) {
    Document document = new Document();
    document.add(new StringField(ID, image.id(), Field.Store.NO));
    document.add(new BinaryDocValuesField(ID, new BytesRef(image.id())));
    document.add(new StringField(PATH, image.path(), Field.Store.YES));
    document.add(new StoredField(WIDTH, image.width()));
    document.add(new StoredField(HEIGHT, image.height()));
    document.add(new StoredField(CONTENT_HASH, image.contentHash()));
    MetadataFields.addNumber(WIDTH, image.width(), document);
    MetadataFields.addNumber(HEIGHT, image.height(), document);
    MetadataFields.add(image.metadata(), document);
    document.add(new SortedDocValuesField(SOURCE, new BytesRef(image.source().toString())));
    for (Field field : stamps(image.stamp(), image.read())) {
      document.add(field);
    }
    return document;
  }

  private static Field vector(String field, float[] vectors, int count, Precision precision) {
    return switch (precision) {
      case FLOAT32 ->
          new KnnFloatVectorField(field, PatchBlocks.fromVectors(vectors, count), NEVER_USED);
      case INT8 -> bytes(field, Int8Blocks.encode(vectors, count));
    };
  }

  /**
   * The fields that list an image under centroids.
   *
   * @param centroids numbers below 65,536
   */
  public static List<Field> centroids(int[] centroids) {
    return Arrays.stream(centroids)
        .mapToObj(centroid -> new Field(CENTROIDS, centroid(centroid), LISTED))
        .toList();
  }

  /** The term of a centroid. */
  public static BytesRef centroid(int number) {
    return new BytesRef(new byte[] {(byte) (number >> 8), (byte) number});
  }

  /** The number of a centroid, by its term. */
  public static int centroidNumber(BytesRef term) {
    return Byte.toUnsignedInt(term.bytes[term.offset]) << 8
        | Byte.toUnsignedInt(term.bytes[term.offset + 1]);
  }

  private static Field bytes(String field, byte[] bytes) {
    return new KnnByteVectorField(field, bytes, NEVER_USED);
  }

  /** The fields that change when a file is found to be the same at another time. */
  public static Field[] stamps(FileStamp stamp, Instant read) {
    return new Field[] {
      new NumericDocValuesField(BYTES, stamp.bytes()),
      new NumericDocValuesField(MODIFIED, stamp.modified().toEpochMilli()),
      new NumericDocValuesField(READ, read.toEpochMilli())
    };
  }

  /** Reads back what {@link #document} stored beside the vectors. */
  public static ImageRecord read(IndexReader reader, int document) throws IOException {
    return read(reader, reader.storedFields(), document);
  }

  /**
   * The same for many images.
   *
   * @param storedFields of the reader
   */
  public static ImageRecord read(IndexReader reader, StoredFields storedFields, int document)
      throws IOException {
    Document stored = storedFields.document(document);
    return new ImageRecord(
        stored.get(PATH),
        source(reader, document),
        stored.getField(WIDTH).numericValue().intValue(),
        stored.getField(HEIGHT).numericValue().intValue(),
        stored.get(CONTENT_HASH),
        stamp(reader, document),
        readTime(reader, document),
        MetadataFields.read(stored));
  }

  /** The folder or tar that an image came from. */
  public static Path source(IndexReader reader, int document) throws IOException {
    LeafReaderContext segment = segment(reader, document);
    SortedDocValues sources = DocValues.getSorted(segment.reader(), SOURCE);
    sources.advanceExact(document - segment.docBase);
    return Path.of(sources.lookupOrd(sources.ordValue()).utf8ToString());
  }

  /** Reads an image back, unless it was deleted. */
  public static Optional<ImageRecord> live(IndexReader reader, int document) throws IOException {
    LeafReaderContext segment = segment(reader, document);
    Bits live = segment.reader().getLiveDocs();
    boolean isLive = live == null || live.get(document - segment.docBase);
    return isLive ? Optional.of(read(reader, document)) : Optional.empty();
  }

  /** The stamp of an image's file. */
  public static FileStamp stamp(IndexReader reader, int document) throws IOException {
    return new FileStamp(number(reader, document, BYTES), time(reader, document, MODIFIED));
  }

  /** When the file of an image was read to be hashed. */
  public static Instant readTime(IndexReader reader, int document) throws IOException {
    return time(reader, document, READ);
  }

  private static Instant time(IndexReader reader, int document, String field) throws IOException {
    return Instant.ofEpochMilli(number(reader, document, field));
  }

  private static long number(IndexReader reader, int document, String field) throws IOException {
    LeafReaderContext segment = segment(reader, document);
    NumericDocValues numbers = DocValues.getNumeric(segment.reader(), field);
    numbers.advanceExact(document - segment.docBase);
    return numbers.longValue();
  }

  private static LeafReaderContext segment(IndexReader reader, int document) {
    return reader.leaves().get(ReaderUtil.subIndex(document, reader.leaves()));
  }
}
