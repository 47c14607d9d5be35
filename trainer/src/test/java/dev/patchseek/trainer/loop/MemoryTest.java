package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {

  private static final int LEAST_LINES = 400;
  private static final long ALLOWED_MEGABYTES = 40;

  @TempDir Path folder;

  @Test
  void aThousandStepsLeaveResidentMemoryFlat() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/status")), "skipped: no /proc to read memory from");
    Path root = Path.of(System.getProperty("patchseek.root"));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + root.resolve("configs/build/jvm.options"),
                "-Xms192m",
                "-Xmx192m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                LongRun.class.getName(),
                folder.resolve("work").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    List<String> lines = Files.readAllLines(output);
    assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();

    long[] resident =
        lines.stream()
            .filter(line -> line.startsWith("RSS "))
            .mapToLong(line -> Long.parseLong(line.substring(4)))
            .toArray();
    assertThat(resident.length).isGreaterThan(LEAST_LINES);
    long early = resident[resident.length / 4];
    long late = resident[resident.length - 1];
    // a leak of one small tensor an operation would add hundreds of megabytes
    assertThat(late - early).isLessThan(ALLOWED_MEGABYTES);
  }
}
