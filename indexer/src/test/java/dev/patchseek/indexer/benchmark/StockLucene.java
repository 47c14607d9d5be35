package dev.patchseek.indexer.benchmark;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LateInteractionField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LateInteractionRescorer;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene's own late interaction: a {@link LateInteractionField} of float32 vectors and the rescorer
 * that comes with it. Holds the candidates of the measured queries only, which spares it the
 * caches' misses of a whole corpus. Finding the candidates is not part of its time.
 */
final class StockLucene implements Closeable {

  private static final String FIELD = "patches";

  private final FSDirectory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final List<TopDocs> candidates = new ArrayList<>();
  private final List<LateInteractionRescorer> rescorers = new ArrayList<>();

  private StockLucene(FSDirectory directory) throws IOException {
    this.directory = directory;
    this.reader = DirectoryReader.open(directory);
    this.searcher = new IndexSearcher(reader);
  }

  /** Indexes the best images of each query as its candidates. */
  static StockLucene of(Path path, Corpus corpus, List<ExactTop> queries) throws IOException {
    List<Set<Integer>> chosen = queries.stream().map(ExactTop::candidates).toList();
    Set<Integer> all = new TreeSet<>();
    chosen.forEach(all::addAll);
    return of(path, corpus, chosen, all);
  }

  /** Indexes all images as candidates of every query; their documents have their numbers. */
  static StockLucene ofAll(Path path, Corpus corpus, int queries, int images) throws IOException {
    Set<Integer> all = new TreeSet<>(IntStream.range(0, images).boxed().toList());
    return of(path, corpus, Collections.nCopies(queries, all), all);
  }

  private static StockLucene of(
      Path path, Corpus corpus, List<Set<Integer>> chosen, Set<Integer> all) throws IOException {
    FSDirectory directory = FSDirectory.open(path);
    Map<Integer, Integer> documents = new HashMap<>();
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setMergePolicy(new LogDocMergePolicy());
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int number : all) {
        Document document = new Document();
        document.add(new LateInteractionField(FIELD, rows(corpus.image(number))));
        writer.addDocument(document);
        documents.put(number, documents.size());
      }
      writer.forceMerge(1);
    }
    StockLucene stock = new StockLucene(directory);
    for (int query = 0; query < chosen.size(); query++) {
      ScoreDoc[] found =
          chosen.get(query).stream()
              .map(number -> new ScoreDoc(documents.get(number), 1))
              .toArray(ScoreDoc[]::new);
      stock.candidates.add(
          new TopDocs(new TotalHits(found.length, TotalHits.Relation.EQUAL_TO), found));
      stock.rescorers.add(
          LateInteractionRescorer.create(
              FIELD, rows(corpus.query(query)), VectorSimilarityFunction.DOT_PRODUCT));
    }
    return stock;
  }

  private static float[][] rows(PatchEmbeddings image) {
    return rows(image.patches());
  }

  private static float[][] rows(MaxSimQuery query) {
    return rows(query.vectors());
  }

  private static float[][] rows(float[] vectors) {
    float[][] rows = new float[vectors.length / Corpus.DIM][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(vectors, row * Corpus.DIM, (row + 1) * Corpus.DIM);
    }
    return rows;
  }

  TopDocs rescore(int query, int limit) throws IOException {
    return rescorers.get(query).rescore(searcher, copy(candidates.get(query)), limit);
  }

  /** The rescorer sorts what it is given. */
  private static TopDocs copy(TopDocs found) {
    ScoreDoc[] copies =
        Arrays.stream(found.scoreDocs)
            .map(it -> new ScoreDoc(it.doc, it.score))
            .toArray(ScoreDoc[]::new);
    return new TopDocs(found.totalHits, copies);
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
