package dev.patchseek.trainer.results;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.eval.Evaluation;
import dev.patchseek.trainer.loop.TrainingRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One configuration trained and judged with several seeds, each in a run directory of its own,
 * {@code <name>-seed<seed>}. A finished run is judged as it is, an interrupted one goes on.
 *
 * @param config whose own seed is not used
 * @param runs the directory that the run directories lie in
 * @param out for progress and reports
 */
public record SeededRuns(TrainConfig config, Path runs, PrintStream out) {

  public SeededRuns {
    if (config.heldOut() == null) {
      throw new InvalidInputException(
          "the configuration has no 'heldOut' pictures to judge on; name them");
    }
  }

  /**
   * Trains and judges.
   *
   * @return also written to {@code table.md} in the run directory
   */
  public Evaluation evaluate(long seed) throws IOException {
    List<ImageText> heldOut = DatasetReader.read(config.heldOut());
    Path directory = runs.resolve(config.name() + "-seed" + seed);
    out.println("seed " + seed + ": " + directory);
    Path bundle = new TrainingRun(config.withSeed(seed), directory, out).run(false);
    Evaluation evaluation = Evaluation.of(bundle, heldOut, null, out);
    Files.writeString(directory.resolve("table.md"), evaluation.table());
    return evaluation;
  }
}
