package dev.patchseek.trainer.loop;

import dev.patchseek.data.Directories;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.trainer.checkpoint.TrainingCheckpoint;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.config.TrainConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What a run leaves in its directory: {@code config.yaml} with every default filled in, {@code
 * log.jsonl} and {@code events/}, while it trains {@code checkpoint.safetensors}, and in the end
 * {@code bundle/} and {@code report.html}; {@code run.lock} keeps two trainings apart. A directory
 * belongs to one configuration.
 */
final class RunDirectory {

  private final Path path;

  RunDirectory(Path path) {
    this.path = path;
  }

  Path config() {
    return path.resolve("config.yaml");
  }

  Path log() {
    return path.resolve("log.jsonl");
  }

  Path events() {
    return path.resolve("events");
  }

  Path report() {
    return path.resolve("report.html");
  }

  Path checkpoint() {
    return path.resolve("checkpoint.safetensors");
  }

  Path vision() {
    return path.resolve("vision");
  }

  Path bundle() {
    return path.resolve(TrainingRun.BUNDLE);
  }

  /** The keys in which the configuration that was run here differs; none where nothing was run. */
  List<String> differences(TrainConfig config) {
    TrainConfig then;
    try (TrainingCheckpoint interrupted = interrupted()) {
      if (interrupted != null) {
        then = interrupted.config();
      } else if (Files.exists(config())) {
        then = Configs.read(config(), TrainConfig.class);
      } else {
        return List.of();
      }
    } catch (InvalidInputException e) {
      return List.of("being written by another version of PatchSeek (" + e.getMessage() + ")");
    }
    // how often a run is saved changes nothing that it learns
    return Configs.differences(then, config).stream()
        .filter(difference -> !difference.startsWith("checkpoint."))
        .toList();
  }

  /** Whether this very configuration has been run to its end. */
  boolean isDone(TrainConfig config) {
    return Files.isDirectory(bundle()) && Files.exists(config()) && differences(config).isEmpty();
  }

  /**
   * Refuses to mix two runs.
   *
   * @throws InvalidInputException naming the keys, when another configuration was run here
   */
  void requireSame(TrainConfig config) {
    List<String> differences = differences(config);
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          "%s holds a run of another configuration, which differs in %s; name another directory"
                  .formatted(path, String.join(", ", differences))
              + " with --out, or start anew in this one with --fresh");
    }
  }

  /**
   * Makes the directory and writes the configuration.
   *
   * @throws InvalidInputException when it cannot be written
   */
  void claim(TrainConfig config) {
    try {
      Files.createDirectories(path);
      Configs.write(config, config());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Keeps other trainings out of the directory, which is made when it is missing, until the lock is
   * closed or the process ends.
   *
   * @throws InvalidInputException when another process trains here, or the directory cannot be
   *     written
   */
  FileChannel lock() {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isFree(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
    throw new InvalidInputException(
        "another process trains in %s: wait until it has ended, or name another directory with --out"
            .formatted(path));
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  private InvalidInputException unwritable(IOException e) {
    return new InvalidInputException(
        "cannot write the run directory %s: %s; name another with --out".formatted(path, e), e);
  }

  /** Removes all that an earlier run left. */
  void clear() {
    try {
      for (Path each :
          List.of(checkpoint(), bundle(), log(), events(), report(), vision(), config())) {
        Directories.delete(each);
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot remove the earlier run from %s: %s".formatted(path, e), e);
    }
  }

  /** Whether the weights of the text tower lie in what an interrupted run left. */
  boolean holdsText(TrainConfig config) {
    return Files.exists(checkpoint())
        && config.stages().getFirst().train().contains(Stage.Part.TEXT);
  }

  /** What an interrupted run left to go on from; null where there is nothing. */
  TrainingCheckpoint interrupted() {
    return Files.exists(checkpoint()) ? TrainingCheckpoint.open(checkpoint()) : null;
  }

  /** Removes the checkpoint of a run that has come to its end. */
  void forgetCheckpoint() throws IOException {
    Files.deleteIfExists(checkpoint());
  }
}
