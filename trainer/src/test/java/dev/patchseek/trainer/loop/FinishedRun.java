package dev.patchseek.trainer.loop;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** A real run in miniature, trained to its end. */
public final class FinishedRun {

  private FinishedRun() {}

  /** Trains below a folder and gives the run's directory. */
  public static Path write(Path folder, PrintStream out) throws IOException {
    Path run = folder.resolve("run");
    new TrainingRun(TinyRun.write(folder, 1), run, out).run(false);
    return run;
  }
}
