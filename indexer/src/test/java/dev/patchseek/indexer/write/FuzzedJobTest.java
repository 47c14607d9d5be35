package dev.patchseek.indexer.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.image.FuzzedImages;
import dev.patchseek.data.image.ImageWriter;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.indexer.inspect.IndexCheck;
import dev.patchseek.indexer.inspect.IndexStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files from hell. {@code -Dpatchseek.fuzz=5000 -Dpatchseek.seed=2} tries more of them. */
class FuzzedJobTest {

  private static final int FILES = Integer.getInteger("patchseek.fuzz", 300);
  private static final long SEED = Long.getLong("patchseek.seed", 1);

  /**
   * The heap of 512 MB, Java itself, and 12 bytes outside the heap for each of the 96 million
   * pixels that it can hold.
   */
  private static final long ALLOWED_KILOBYTES = 2_000_000;

  @TempDir private Path folder;

  @Test
  void aJobOverFuzzedFilesEndsAndNamesEveryOneItLeftOut() throws Exception {
    Path photos = folder.resolve("photos");
    FuzzedImages images = new FuzzedImages(SEED);
    images.write(photos, FILES);
    List<String> output = index(photos, "-Xmx512m");
    Map<String, Integer> kinds = new TreeMap<>();
    Path report = folder.resolve("report.jsonl");
    for (String line : Files.readAllLines(report)) {
      JsonNode skip = new JsonMapper().readTree(line);
      assertThat(skip.get("reason").asString()).as(line).isNotBlank();
      kinds.merge(skip.get("kind").asString(), 1, Integer::sum);
      int number = Integer.parseInt(skip.get("path").asString().substring(0, 5));
      assertThat(number).as(line).isGreaterThanOrEqualTo(images.soundCount());
    }
    int skipped = kinds.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf("%d fuzzed files: %s, %s%n", FILES, kinds, output);
    assertThat(kinds).containsKeys("damaged", "no_picture", "too_large");
    assertThat(kinds.keySet())
        .isSubsetOf("damaged", "no_picture", "too_large", "empty", "unsupported");
    assertThat(IndexStats.of(folder.resolve("index")).images()).isEqualTo(FILES - skipped);
    assertThat(IndexCheck.run(folder.resolve("index")).faults()).isEmpty();
  }

  @Test
  void picturesTooLargeForTheHeapAreSkippedAndTheOthersAreNot() throws Exception {
    Path photos = Files.createDirectories(folder.resolve("photos"));
    byte[] huge = ImageWriter.png(new RgbImage(5000, 5000, new byte[75_000_000]));
    byte[] small = ImageWriter.png(new RgbImage(40, 30, new byte[3600]));
    for (int i = 0; i < 3; i++) {
      Files.write(photos.resolve("huge%d.png".formatted(i)), huge);
      Files.write(photos.resolve("small%d.png".formatted(i)), small);
    }
    index(photos, "-Xmx64m");
    assertThat(Files.readAllLines(folder.resolve("report.jsonl")))
        .hasSize(3)
        .allMatch(line -> line.contains("huge") && line.contains("allow more with -Xmx"));
    assertThat(IndexStats.of(folder.resolve("index")).images()).isEqualTo(3);
  }

  /** Runs a job in a process of its own, which a native decoder may crash. */
  private List<String> index(Path photos, String heap) throws IOException, InterruptedException {
    List<String> command = ColourIndexing.command(photos, folder.resolve("index"), 0, heap);
    command.add(folder.resolve("report.jsonl").toString());
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(120 + FILES / 5, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    String text = Files.readString(output);
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    List<String> peak = text.lines().filter(line -> line.startsWith(ColourIndexing.PEAK)).toList();
    assertThat(peak)
        .allSatisfy(
            line ->
                assertThat(Long.parseLong(line.replaceAll("\\D", "")))
                    .isLessThan(ALLOWED_KILOBYTES));
    return peak;
  }
}
