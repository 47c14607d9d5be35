package dev.patchseek.demo;

import dev.patchseek.data.Directories;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.indexer.write.Indexing;
import dev.patchseek.indexer.write.IndexingOptions;
import dev.patchseek.indexer.write.IndexingRequest;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.eval.Evaluation;
import dev.patchseek.trainer.loop.TrainingRun;
import dev.patchseek.trainer.picturebook.DrawnBook;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The whole road on the embedded world. Whatever is there already is used again. */
final class Demo {

  private static final int TRAIN = 4000;
  private static final int GALLERY = 600;

  private final Path run;
  private final TrainConfig config;
  private final PrintStream out;

  /**
   * Prepares the demo.
   *
   * @param home the checkout: configs/ lies there, runs/ will
   * @param out for progress and results
   */
  Demo(Path home, PrintStream out) {
    this.out = out;
    run = home.resolve("runs/picturebook");
    config = Configs.read(home.resolve("configs/picturebook.yaml"), TrainConfig.class);
  }

  /**
   * Draws, trains, judges and indexes.
   *
   * @return the index directory
   */
  Path prepare() throws IOException {
    DrawnBook.drawMissing(config, TRAIN, GALLERY, out);
    Path gallery = config.heldOut().images().getFirst();
    TrainingRun training = new TrainingRun(config, run, out);
    Path table = run.resolve("table.md");
    Path index = run.resolve("index");
    if (!training.isDone()) {
      Files.deleteIfExists(table);
      Directories.delete(index); // another model's vectors
      training.run(training.isAnother());
    }
    Path bundle = run.resolve(TrainingRun.BUNDLE);
    if (!Files.exists(table)) {
      Evaluation evaluation =
          Evaluation.of(bundle, DatasetReader.read(config.heldOut()), run.resolve("trec"), out);
      Files.writeString(table, evaluation.table());
    }
    out.println("\nHeld-out gallery, with colours that these things never had in training:\n");
    out.println(Files.readString(table));
    Indexing.run(new IndexingRequest(gallery, bundle, index, IndexingOptions.defaults()), out);
    return index;
  }
}
