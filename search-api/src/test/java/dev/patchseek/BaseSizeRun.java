package dev.patchseek;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process of its own that runs {@code patchseek} commands, given as arguments with {@code --}
 * between them, and prints after each how much memory it has had resident at most.
 */
final class BaseSizeRun {

  private BaseSizeRun() {}

  public static void main(String[] arguments) throws IOException {
    for (String command : String.join("\n", arguments).split("\n--\n")) {
      String[] words = command.split("\n");
      int status = PatchSeek.commandLine().execute(words);
      System.out.println("PEAK " + words[0] + " " + peakMegabytes());
      if (status != 0) {
        System.exit(status);
      }
    }
    System.exit(0);
  }

  private static long peakMegabytes() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    String line = status.stream().filter(l -> l.startsWith("VmHWM")).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
  }
}
