package dev.patchseek.indexer.write;

import dev.patchseek.data.dataset.ImageListing;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.metadata.MetadataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that indexes a folder by {@link MeanColours}: it can be killed, and its
 * files can be kept small. It prints a line for each batch that it has embedded.
 */
final class ColourIndexing {

  static final int BATCH = 8;
  static final String BATCH_LINE = "embedding";

  /** What the line with the most memory starts with; kB follow. */
  static final String PEAK = "VmHWM:";

  /** Many commits, so that many kills strike one. */
  private static final IndexingOptions OPTIONS =
      new IndexingOptions(BATCH, 2, 24, Removal.NOTHING, false, null, null);

  private ColourIndexing() {}

  /**
   * Indexes the folder in the first argument into the second, pausing (ms) after each batch, and
   * reports to the fourth, if there is one. Prints the most memory it had.
   */
  public static void main(String[] args) throws IOException {
    int pause = Integer.parseInt(args[2]);
    MeanColours slow =
        new MeanColours() {
          @Override
          public List<PatchEmbeddings> embed(List<byte[]> resized) {
            System.out.println(BATCH_LINE);
            try {
              Thread.sleep(pause);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return super.embed(resized);
          }
        };
    Path report = args.length > 3 ? Path.of(args[3]) : null;
    run(Path.of(args[0]), Path.of(args[1]), slow, OPTIONS, report);
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(PEAK))
          .forEach(System.out::println);
    }
    System.exit(0);
  }

  /** Indexes here. */
  static IndexingSummary run(Path photos, Path index) {
    return run(photos, index, new MeanColours(), OPTIONS, null);
  }

  static IndexingSummary run(
      Path photos, Path index, PatchEmbedder embedder, IndexingOptions options, Path reportFile) {
    ImageListing images = ImageListing.open(photos);
    try (SkipReport report = SkipReport.to(reportFile);
        PatchIndexWriter writer = PatchIndexWriter.open(index, MeanColours.MANIFEST)) {
      return new IndexingRun(embedder, writer, MetadataFile.NONE, options, report)
          .run(photos, images, (done, total, skipped) -> {});
    }
  }

  /**
   * Starts such a process.
   *
   * @param fileBlocks the most blocks of 1 KiB that a file may have; 0 for no limit
   */
  static Process start(Path photos, Path index, int pause, int fileBlocks) throws IOException {
    List<String> command = new ArrayList<>();
    if (fileBlocks > 0) {
      command.addAll(
          List.of("bash", "-c", "ulimit -f " + fileBlocks + " && exec \"$@\"", "limited"));
    }
    command.addAll(command(photos, index, pause, "-Xmx512m"));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** The command of such a process with this option for its heap; a report may be added. */
  static List<String> command(Path photos, Path index, int pause, String heap) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + Path.of(System.getProperty("patchseek.root"), "configs/build/jvm.options"),
            heap,
            "-XX:TieredStopAtLevel=1", // it lives for seconds
            "-XX:-UsePerfData", // its file would count against a limit on file sizes
            "-cp",
            System.getProperty("java.class.path"),
            ColourIndexing.class.getName(),
            photos.toString(),
            index.toString(),
            Integer.toString(pause)));
  }
}
