package dev.patchseek.trainer.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.patchseek.trainer.config.TrainConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * The last good checkpoint of a run. It is replaced only by another good one: whole on the disk, of
 * finite numbers alone, and not from a step that was left out. What stands in the way is reported,
 * and training goes on.
 */
public final class LastGood {

  private static final long NANOS_PER_MINUTE = 60_000_000_000L;

  private final Path file;
  private final TrainConfig config;
  private final String data;
  private final PrintStream out;
  private long savedAt = System.nanoTime();
  private int stepsSince;
  private String place;

  /**
   * Prepares for the checkpoints of a run.
   *
   * @param data SHA-256 of what is learnt from
   * @param resumed where the run goes on from; null where it starts
   * @param out for reports
   */
  public LastGood(Path file, TrainConfig config, String data, RunState resumed, PrintStream out) {
    this.file = file;
    this.config = config;
    this.data = data;
    this.out = out;
    place = resumed == null ? null : place(resumed);
  }

  /** Counts a step; tells whether it is time for a checkpoint. */
  public boolean isDue() {
    stepsSince++;
    TrainConfig.Saving saving = config.checkpoint();
    boolean enough = saving.everySteps() > 0 && stepsSince >= saving.everySteps();
    double minutes = (double) (System.nanoTime() - savedAt) / NANOS_PER_MINUTE;
    return enough || (saving.everyMinutes() > 0 && minutes >= saving.everyMinutes());
  }

  /** Gives the state of a run, once all it speaks of is on the disk. */
  public interface StateSource {
    RunState state() throws IOException;
  }

  /** Replaces the checkpoint, or says why not. */
  public void save(StateSource source, Map<String, NDArray> tensors) {
    savedAt = System.nanoTime();
    stepsSince = 0;
    String broken = firstNotFinite(tensors);
    if (broken != null) {
      out.printf("no new checkpoint: %s is not finite; %s%n", broken, this);
      return;
    }
    try {
      RunState state = source.state();
      if (state.badInARow() > 0) {
        out.printf("no new checkpoint: %s was left out; %s%n", place(state), this);
        return;
      }
      TrainingCheckpoint.write(file, config, data, state, tensors);
      place = place(state);
    } catch (IOException e) {
      out.printf("no new checkpoint, training goes on: %s; %s%n", e, this);
    }
  }

  /** The name of the first array with an infinite or undefined number; null where there is none. */
  public static String firstNotFinite(Map<String, NDArray> tensors) {
    for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
      try (NDArray abs = entry.getValue().abs();
          NDArray largest = abs.max()) {
        if (!Float.isFinite(largest.getFloat())) {
          return entry.getKey();
        }
      }
    }
    return null;
  }

  private String place(RunState state) {
    return "stage '%s', step %d".formatted(config.stages().get(state.stage()).name(), state.step());
  }

  /** Where the last good checkpoint lies, for messages. */
  @Override
  public String toString() {
    return place == null
        ? "there is no earlier checkpoint"
        : "the last good checkpoint is %s (%s)".formatted(file, place);
  }
}
