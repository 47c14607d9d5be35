package dev.patchseek.trainer.loop;

import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that trains: it can be killed, and its files can be kept small. */
final class TinyTraining {

  private TinyTraining() {}

  /** Trains by the configuration in the first argument in the directory in the second. */
  public static void main(String[] args) throws IOException {
    TrainConfig config = Configs.read(Path.of(args[0]), TrainConfig.class);
    new TrainingRun(config, Path.of(args[1]), System.out).run(false);
    System.exit(0);
  }

  /** The command line of such a process. */
  static List<String> command(Path config, Path directory) {
    Path root = Path.of(System.getProperty("patchseek.root"));
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + root.resolve("configs/build/jvm.options"),
            "-XX:TieredStopAtLevel=1", // it lives for seconds
            "-XX:-UsePerfData", // its file would count against a limit on file sizes
            "-cp",
            System.getProperty("java.class.path"),
            TinyTraining.class.getName(),
            config.toString(),
            directory.toString()));
  }
}
