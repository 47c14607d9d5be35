package dev.patchseek.indexer.benchmark;

import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.search.ScoreDoc;

/**
 * Compares the exact mode of a float32 index with Lucene's rescorer over all images: prints a line
 * of JSON with the queries whose ten best came in the same order, and the largest difference of a
 * score.
 */
public final class ExactAgreement {

  private static final int LIMIT = 10;

  private ExactAgreement() {}

  /** Arguments: a corpus as for {@link EngineBenchmark}, a folder, queries, images. */
  public static void main(String[] arguments) throws IOException {
    int images = Integer.parseInt(arguments[3]);
    Corpus corpus = Corpus.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    int queries = Integer.parseInt(arguments[2]);
    IndexManifest manifest = new IndexManifest(corpus.model(), Path.of("/none"), Precision.FLOAT32);
    try (PatchIndexWriter writer = PatchIndexWriter.open(folder.resolve("index"), manifest)) {
      for (int image = 0; image < images; image++) {
        writer.put(Records.of(image), corpus.image(image));
      }
    }
    int same = 0;
    double largest = 0;
    try (PatchIndex index = PatchIndex.open(folder.resolve("index"), corpus.model());
        StockLucene lucene = StockLucene.ofAll(folder.resolve("stock"), corpus, queries, images)) {
      for (int query = 0; query < queries; query++) {
        MaxSimQuery alike = alike(corpus.query(query));
        int tokens = alike.count();
        List<Hit> hits = index.search(SearchRequest.of(alike, LIMIT).exactly()).hits();
        ScoreDoc[] theirs = lucene.rescore(query, LIMIT).scoreDocs;
        boolean ordered = true;
        for (int rank = 0; rank < LIMIT; rank++) {
          ordered &= Records.number(hits.get(rank).image().path()) == theirs[rank].doc;
          // Lucene adds (1 + dot) / 2 of each token
          double score = 2.0 * theirs[rank].score / tokens - 1;
          largest = Math.max(largest, Math.abs(score - hits.get(rank).score()));
        }
        same += ordered ? 1 : 0;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "{\"images\": %d, \"queries\": %d, \"same\": %d, \"difference\": %.2e}%n",
        images,
        queries,
        same,
        largest);
  }

  /** The query whose tokens weigh alike, as they do for Lucene. */
  private static MaxSimQuery alike(MaxSimQuery query) {
    float[] weights = new float[query.count()];
    Arrays.fill(weights, 1f / query.count());
    return new MaxSimQuery(query.dim(), query.vectors(), weights, new float[query.dim()]);
  }
}
