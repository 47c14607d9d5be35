package dev.patchseek.trainer.eval;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Ranked answers in the formats of trec_eval: a run has {@code qid Q0 docid rank score tag} on each
 * line, a qrels file {@code qid 0 docid relevance}. Query ids are c0, c1, … in the captions' order.
 */
final class TrecFiles {

  private TrecFiles() {}

  /**
   * Writes a run.
   *
   * @param depth answers of each query
   * @param tag names the system
   */
  static void writeRun(EmbeddedSet set, ScoreMatrix matrix, int depth, String tag, Path file)
      throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      for (int t = 0; t < matrix.scores().length; t++) {
        float[] scores = matrix.scores()[t];
        int[] best =
            IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .limit(depth)
                .mapToInt(Integer::intValue)
                .toArray();
        for (int rank = 0; rank < best.length; rank++) {
          out.printf(
              Locale.ROOT,
              "c%d Q0 %s %d %.6f %s%n",
              t,
              docId(set, best[rank]),
              rank + 1,
              scores[best[rank]],
              tag);
        }
      }
    }
  }

  static void writeQrels(EmbeddedSet set, Path file) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      for (int t = 0; t < set.captions().size(); t++) {
        out.printf(Locale.ROOT, "c%d 0 %s 1%n", t, docId(set, set.captions().get(t).image()));
      }
    }
  }

  /** trec_eval splits at white space. */
  private static String docId(EmbeddedSet set, int image) {
    return set.images().get(image).name().replaceAll("\\s", "_");
  }
}
