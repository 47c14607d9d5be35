package dev.patchseek.indexer.write;

import com.sun.management.OperatingSystemMXBean;
import dev.patchseek.data.Directories;
import dev.patchseek.data.Sha256;
import dev.patchseek.data.dataset.ImageListing;
import dev.patchseek.data.dataset.ListedImage;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.ImageWriter;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What indexing costs beside the model, and what indexing again costs. Each line that it prints is
 * JSON; seconds are the process's CPU time unless called wall.
 *
 * <pre>
 * overhead BUNDLE PHOTOS COUNT ROUNDS
 * again COUNT CHANGED
 * </pre>
 */
final class IndexingBenchmark {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int BATCH = IndexingOptions.defaults().batch();

  private IndexingBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("indexing-benchmark");
    try {
      if (args[0].equals("overhead")) {
        int count = Integer.parseInt(args[3]);
        overhead(folder, Path.of(args[1]), Path.of(args[2]), count, Integer.parseInt(args[4]));
      } else {
        again(folder, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      }
    } finally {
      Directories.delete(folder);
    }
    System.exit(0);
  }

  private static void overhead(Path folder, Path model, Path tar, int count, int rounds)
      throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    try (Stream<ListedImage> images = ImageListing.open(tar).images((name, reason) -> {})) {
      for (ListedImage image : images.limit(count).toList()) {
        Files.write(photos.resolve(image.name().replace('/', '-')), image.read());
      }
    }
    try (Bundle bundle = Bundle.load(model)) {
      PatchEmbedder embedder = PatchEmbedder.of(bundle);
      List<Path> files;
      try (Stream<Path> listed = Files.list(photos)) {
        files = listed.toList();
      }
      for (int round = 0; round <= rounds; round++) {
        Path index = folder.resolve("index" + round);
        IndexingRequest request =
            new IndexingRequest(photos, model, index, IndexingOptions.defaults());
        double before = cpu();
        Indexing.run(request, bundle, nowhere());
        double job = cpu() - before;
        Stages stages = stages(files, embedder);
        if (round > 0) { // the first warms up
          System.out.printf(
              "{\"images\": %d, \"pixels\": %d, \"job\": %.3f, \"forward\": %.3f, \"read\": %.3f, "
                  + "\"decode\": %.3f, \"resize\": %.3f}%n",
              files.size(),
              stages.pixels / files.size(),
              job,
              stages.forward,
              stages.read,
              stages.decode,
              stages.resize);
        }
      }
    }
  }

  /** CPU seconds of the stages, one after the other, and the pixels of all photos. */
  private record Stages(long pixels, double read, double decode, double resize, double forward) {}

  private static Stages stages(List<Path> files, PatchEmbedder embedder) throws IOException {
    long pixels = 0;
    double read = 0;
    double decode = 0;
    double resize = 0;
    double forward = 0;
    for (int from = 0; from < files.size(); from += BATCH) {
      List<byte[]> resized = new ArrayList<>();
      for (Path file : files.subList(from, Math.min(files.size(), from + BATCH))) {
        double start = threadCpu();
        byte[] bytes = Files.readAllBytes(file);
        Sha256.hex(bytes);
        double afterRead = threadCpu();
        RgbImage photo = ImageDecoder.decode(bytes, file.toString());
        double afterDecode = threadCpu();
        resized.add(embedder.resized(photo));
        double afterResize = threadCpu();
        pixels += (long) photo.width() * photo.height();
        read += afterRead - start;
        decode += afterDecode - afterRead;
        resize += afterResize - afterDecode;
      }
      double start = cpu();
      List<PatchEmbeddings> embeddings = embedder.embed(resized);
      forward += cpu() - start;
      if (embeddings.size() != resized.size()) {
        throw new IllegalStateException("the model left pictures out");
      }
    }
    return new Stages(pixels, read, decode, resize, forward);
  }

  private static void again(Path folder, int count, int changed) throws IOException {
    Path photos = folder.resolve("photos");
    Random random = new Random(1);
    FileTime yesterday = FileTime.from(Instant.now().minus(1, ChronoUnit.DAYS));
    for (int image = 0; image < count; image++) {
      Path file = photos.resolve("%d/%d.jpg".formatted(image % 100, image));
      Files.createDirectories(file.getParent());
      Files.setLastModifiedTime(draw(file, random), yesterday);
    }
    Path index = folder.resolve("index");
    measure("new", photos, index);
    measure("unchanged", photos, index);
    for (int image = 0; image < changed; image++) {
      draw(photos.resolve("%d/%d.jpg".formatted(image % 100, image)), random);
    }
    measure("changed", photos, index);
  }

  private static void measure(String what, Path photos, Path index) {
    double before = cpu();
    IndexingSummary summary =
        ColourIndexing.run(photos, index, new MeanColours(), IndexingOptions.defaults(), null);
    System.out.printf(
        "{\"run\": \"%s\", \"added\": %d, \"updated\": %d, \"unchanged\": %d, \"cpu\": %.2f, "
            + "\"wall\": %.2f}%n",
        what,
        summary.added(),
        summary.updated(),
        summary.unchanged(),
        cpu() - before,
        summary.time().toMillis() / 1e3);
  }

  private static Path draw(Path file, Random random) throws IOException {
    byte[] rgb = new byte[16 * 16 * 3];
    random.nextBytes(rgb);
    return Files.write(file, ImageWriter.jpeg(new RgbImage(16, 16, rgb), 90));
  }

  /** Finer than {@link #cpu}, whose steps are 10 ms. */
  private static double threadCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }

  private static double cpu() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream());
  }
}
