package dev.patchseek.indexer.write;

import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.StoredVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.ParallelLeafReader;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/**
 * Lists all images of an index under the centroids of a codebook, whatever they were listed under
 * before. Everything else is copied as it is, segment by segment: Lucene has no other way to change
 * the postings of documents that it has written.
 */
final class CentroidListing {

  /** Images a thread looks up at a time. */
  private static final int BATCH = 64;

  private final Codebook codebook;
  private final int vectorCount;

  CentroidListing(Codebook codebook, int vectorCount) {
    this.codebook = codebook;
    this.vectorCount = vectorCount;
  }

  /**
   * Replaces what a writer holds, not committed, by what a reader sees, listed anew.
   *
   * @param images the writer's last commit
   */
  void replace(IndexWriter writer, DirectoryReader images) throws IOException {
    writer.deleteAll();
    for (LeafReaderContext segment : images.leaves()) {
      try (Directory lists = lists(segment.reader());
          DirectoryReader listed = DirectoryReader.open(lists)) {
        LeafReader unlisted = new Unlisted(segment.reader());
        LeafReader ids = listed.leaves().getFirst().reader();
        writer.addIndexes(
            SlowCodecReaderWrapper.wrap(new ParallelLeafReader(false, unlisted, ids)));
      }
    }
  }

  /** A document for each of a segment's, in the same order, with nothing but its centroids. */
  private Directory lists(LeafReader segment) throws IOException {
    Directory directory = new ByteBuffersDirectory();
    IndexWriterConfig inOrder =
        new IndexWriterConfig()
            .setCodec(new Lucene104Codec())
            .setMergePolicy(new LogDocMergePolicy());
    try (IndexWriter writer = new IndexWriter(directory, inOrder)) {
      int documents = segment.maxDoc();
      int stretch = BATCH * Runtime.getRuntime().availableProcessors();
      for (int from = 0; from < documents; from += stretch) {
        for (List<Field> fields : fields(segment, from, Math.min(documents, from + stretch))) {
          Document document = new Document();
          fields.forEach(document::add);
          writer.addDocument(document);
        }
      }
      writer.forceMerge(1);
    }
    return directory;
  }

  private List<List<Field>> fields(LeafReader segment, int from, int to) {
    return IntStream.range(0, (to - from + BATCH - 1) / BATCH)
        .parallel()
        .mapToObj(
            batch -> {
              int start = from + batch * BATCH;
              return fieldsOfBatch(segment, start, Math.min(to, start + BATCH));
            })
        .flatMap(List::stream)
        .toList();
  }

  private List<List<Field>> fieldsOfBatch(LeafReader segment, int from, int to) {
    try {
      StoredVectors patches = StoredVectors.patches(segment);
      List<List<Field>> fields = new ArrayList<>();
      for (int document = from; document < to; document++) {
        patches.advance(document);
        fields.add(
            ImageFields.centroids(codebook.cells(patches.vectors(vectorCount, codebook.dim()))));
      }
      return fields;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
