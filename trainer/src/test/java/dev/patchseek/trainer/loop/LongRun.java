package dev.patchseek.trainer.loop;

import dev.patchseek.trainer.config.TrainConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that trains for many steps and prints its resident memory as it goes. */
final class LongRun {

  private static final int EPOCHS = 500;

  private LongRun() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    TrainConfig config = TinyRun.write(folder, EPOCHS);
    PrintStream everyEpoch =
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void println(String line) {
            System.out.println("RSS " + residentMegabytes());
          }
        };
    new TrainingRun(config, folder.resolve("run"), everyEpoch).run(false);
  }

  private static long residentMegabytes() {
    try {
      List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
      String line = status.stream().filter(l -> l.startsWith("VmRSS")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
