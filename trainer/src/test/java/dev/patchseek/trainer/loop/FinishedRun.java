package dev.patchseek.trainer.loop;

import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.config.TrainConfig.Lora;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** A real run in miniature, trained to its end. */
public final class FinishedRun {

  private FinishedRun() {}

  /** Trains below a folder and gives the run's directory. */
  public static Path write(Path folder, PrintStream out) throws IOException {
    return train(TinyRun.write(folder, 1), folder, out);
  }

  /** Trains so many epochs with an adapter of one's own. */
  public static Path write(Path folder, Lora lora, int epochs, PrintStream out) throws IOException {
    TrainConfig config = TinyRun.write(folder, epochs);
    return train(config.adapted(config.name(), lora, config.stages()), folder, out);
  }

  private static Path train(TrainConfig config, Path folder, PrintStream out) throws IOException {
    Path run = folder.resolve("run");
    new TrainingRun(config, run, out).run(false);
    return run;
  }
}
