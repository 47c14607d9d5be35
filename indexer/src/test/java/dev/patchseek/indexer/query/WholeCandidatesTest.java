package dev.patchseek.indexer.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.candidate.Scores;
import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.PatchCodec;
import dev.patchseek.indexer.kernel.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSLockFactory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WholeCandidatesTest {

  private static final int SEGMENTS = 2;
  private static final int IMAGES = 600; // more than are compared in one go

  @TempDir private Path path;

  private final RandomEmbeddings random = new RandomEmbeddings(3);
  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @AfterEach
  void close() {
    pool.close();
  }

  @ParameterizedTest
  @EnumSource
  void proposesByWholesAndHubs(Precision precision) throws IOException {
    try (Directory directory = new MMapDirectory(path)) {
      index(directory, precision, 1);
      assertProposesAsOneByOne(directory, SEGMENTS * IMAGES);
    }
  }

  @Test
  void proposesOnlyWhatIsAdmitted() throws IOException {
    try (Directory directory = new MMapDirectory(path)) {
      index(directory, Precision.INT8, 1);
      delete(directory, 3);
      assertProposesAsOneByOne(directory, SEGMENTS * IMAGES * 2 / 3);
    }
  }

  @Test
  void looksAtFewImagesApart() throws IOException {
    try (Directory directory = new MMapDirectory(path)) {
      index(directory, Precision.INT8, 1);
      for (int step = 2; step < 10; step++) {
        delete(directory, step);
      }
      assertProposesAsOneByOne(directory, -1);
    }
  }

  @Test
  void takesDocumentsWithoutAnImageInItsStride() throws IOException {
    try (Directory directory = new MMapDirectory(path)) {
      index(directory, Precision.INT8, 7);
      assertProposesAsOneByOne(directory, SEGMENTS * IMAGES);
    }
  }

  @Test
  void readsAcrossMappingsAndWithoutAny() throws IOException {
    try (Directory chunks = new MMapDirectory(path, FSLockFactory.getDefault(), 4096)) {
      index(chunks, Precision.INT8, 1);
      assertProposesAsOneByOne(chunks, SEGMENTS * IMAGES);
    }
    try (Directory channels = new NIOFSDirectory(path)) {
      assertProposesAsOneByOne(channels, SEGMENTS * IMAGES);
    }
  }

  @Test
  void findsTheBestOfManyBySignsFirst() throws IOException {
    int perSegment = 17_000; // with the other segment more than are compared without signs
    try (Directory directory = new MMapDirectory(path)) {
      index(directory, Precision.INT8, 2 * perSegment, perSegment, 1);
      delete(directory, 5);
      Question question = Question.of(MaxSimQuery.of(random.weighedQuery(3)), 2);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        ImageSet images = ImageSet.of(reader, Filter.parse("id:*"));
        Map<Integer, Float> singly = singly(reader, images, question);
        List<Integer> best =
            singly.keySet().stream()
                .sorted(Comparator.comparing(singly::get).reversed())
                .limit(20)
                .toList();

        Map<Integer, Float> got =
            asMap(candidates().best(reader, scorers(question, reader), images, 20).take(20));

        assertThat(got).containsOnlyKeys(best);
        assertThat(got)
            .allSatisfy((image, score) -> assertThat(score).isEqualTo(singly.get(image)));
        assertThat(candidates().best(reader, scorers(question, reader), images, 5000).size())
            .isEqualTo(5000);
      }
    }
  }

  private static Scorers scorers(Question question, DirectoryReader reader) {
    return new Scorers(
        question, RandomEmbeddings.MODEL.rows() * RandomEmbeddings.MODEL.columns(), reader);
  }

  private WholeCandidates candidates() {
    return new WholeCandidates(new Stretches(pool));
  }

  private void index(Directory directory, Precision precision, int every) throws IOException {
    index(directory, precision, SEGMENTS * IMAGES, IMAGES, every);
  }

  /** Writes images; between so many of them lies a document that is none. */
  private void index(
      Directory directory, Precision precision, int images, int perSegment, int every)
      throws IOException {
    IndexManifest manifest =
        new IndexManifest(RandomEmbeddings.MODEL, Path.of("/no/bundle"), precision);
    try (IndexWriter writer = writer(directory)) {
      for (int image = 0; image < images; image++) {
        PatchEmbeddings embeddings = random.image();
        writer.addDocument(
            ImageFields.document(
                RandomEmbeddings.record(image + ".jpg"), embeddings, manifest, null));
        if (every > 1 && image % every == 0) {
          writer.addDocument(new Document());
        }
        if (image % perSegment == perSegment - 1) {
          writer.commit();
        }
      }
    }
  }

  private static IndexWriter writer(Directory directory) throws IOException {
    return new IndexWriter(
        directory,
        new IndexWriterConfig()
            .setCodec(new PatchCodec())
            .setUseCompoundFile(false)
            .setMergePolicy(NoMergePolicy.INSTANCE));
  }

  private static void delete(Directory directory, int every) throws IOException {
    try (IndexWriter writer = writer(directory)) {
      for (int image = 0; image < SEGMENTS * IMAGES; image += every) {
        writer.deleteDocuments(
            new Term(ImageFields.ID, RandomEmbeddings.record(image + ".jpg").id()));
      }
    }
  }

  /**
   * Compares what is proposed with every image's own similarity.
   *
   * @param expected images that are there; -1 for however many
   */
  private void assertProposesAsOneByOne(Directory directory, int expected) throws IOException {
    Question question = Question.of(MaxSimQuery.of(random.weighedQuery(3)), 2);
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      ImageSet images = ImageSet.of(reader, Filter.parse("id:*"));
      Map<Integer, Float> singly = singly(reader, images, question);
      if (expected >= 0) {
        assertThat(singly).hasSize(expected);
      }
      WholeCandidates candidates = candidates();
      Scores all = candidates.best(reader, scorers(question, reader), images, 5000).take(5000);
      assertThat(asMap(all).equals(singly)).isTrue(); // a failure would print thousands

      Scores best = candidates.best(reader, scorers(question, reader), images, 10).take(10);
      List<Float> descending = singly.values().stream().sorted(Comparator.reverseOrder()).toList();
      assertThat(asMap(best).values())
          .containsExactlyInAnyOrderElementsOf(descending.subList(0, 10));
    }
  }

  private static Map<Integer, Float> singly(
      DirectoryReader reader, ImageSet images, Question question) throws IOException {
    Map<Integer, Float> scores = new HashMap<>();
    for (LeafReaderContext segment : reader.leaves()) {
      WholeImages wholes = question.globals(segment.reader());
      for (int document = 0; document < segment.reader().maxDoc(); document++) {
        if (images.has(segment, document)) {
          scores.put(segment.docBase + document, question.global(wholes, document));
        }
      }
    }
    return scores;
  }

  private static Map<Integer, Float> asMap(Scores scores) {
    Map<Integer, Float> map = new HashMap<>();
    for (int i = 0; i < scores.count(); i++) {
      map.put(scores.documents()[i], scores.scores()[i]);
    }
    return map;
  }
}
