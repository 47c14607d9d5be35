package dev.patchseek.indexer.benchmark;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.io.IOException;
import java.nio.file.Path;

/** Images and queries to measure an engine with, the same whenever they are asked for. */
interface Corpus {

  int ROWS = 14;
  int COLUMNS = 14;
  int DIM = 128;
  int PATCHES = ROWS * COLUMNS;

  String WORDS = "words:";

  String SPLICED = "spliced:";

  /**
   * Generated images without end; or a folder of {@link FileCorpus}, behind "words:" without what
   * whole images add to the score, behind "spliced:" as many as {@link SplicedCorpus} makes of
   * them.
   */
  static Corpus of(String name) throws IOException {
    if (name.equals("generated")) {
      return new GeneratedCorpus();
    }
    if (name.startsWith(SPLICED)) {
      return new SplicedCorpus(of(name.substring(SPLICED.length())));
    }
    return name.startsWith(WORDS)
        ? new FileCorpus(Path.of(name.substring(WORDS.length())), false)
        : new FileCorpus(Path.of(name), true);
  }

  /** γ, what the similarity of wholes counts. */
  float globalWeight();

  /** As of an index of these images. */
  default ModelIdentity model() {
    return new ModelIdentity("benchmark", "be".repeat(32), DIM, ROWS, COLUMNS, globalWeight());
  }

  /** Images there are. */
  int size();

  PatchEmbeddings image(int number);

  MaxSimQuery query(int number);
}
