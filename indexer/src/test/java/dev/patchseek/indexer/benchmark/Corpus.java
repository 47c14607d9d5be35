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

  ModelIdentity MODEL = new ModelIdentity("benchmark", "be".repeat(32), DIM, ROWS, COLUMNS, 0);

  /** Generated images without end, or a folder of {@link FileCorpus}. */
  static Corpus of(String name) throws IOException {
    return name.equals("generated") ? new GeneratedCorpus() : new FileCorpus(Path.of(name));
  }

  /** Images there are. */
  int size();

  PatchEmbeddings image(int number);

  MaxSimQuery query(int number);
}
