package dev.patchseek.api.benchmark;

import dev.patchseek.api.SearchServer;
import dev.patchseek.encoder.bundle.Bundle;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/** Measures the service over loopback; benchmarks/service runs it and writes its tables. */
final class ServiceBenchmark {

  private static final String[] COLOURS = {
    "red", "green", "blue", "yellow", "orange", "purple", "pink", "brown", "grey", "black", "white"
  };
  private static final String[] THINGS = {
    "kite",
    "dog",
    "boat",
    "balloon",
    "drum",
    "star",
    "umbrella",
    "fish",
    "car",
    "turtle",
    "lamp",
    "octopus",
    "butterfly",
    "rocket",
    "cat",
    "book",
    "teapot",
    "rainbow",
    "frog",
    "cactus"
  };
  private static final int REPEATED = 100;

  private ServiceBenchmark() {}

  /** Arguments: bundle, working directory, images of the index, seconds of each measurement. */
  public static void main(String[] args) throws Exception {
    Path bundle = Path.of(args[0]).toAbsolutePath();
    int images = Integer.parseInt(args[2]);
    Path index = Path.of(args[1]).resolve("generated-" + images);
    Duration time = Duration.ofSeconds(Long.parseLong(args[3]));
    if (!Files.exists(index)) {
      GeneratedIndex.write(bundle, index, images);
    }
    batching(bundle);
    try (SearchServer server = SearchServer.start(index, null, "127.0.0.1", 0)) {
      URI address = server.address();
      Supplier<String> distinct = distinct(7);
      Load.of(address, 8, time, distinct); // warms up
      print(
          "\n| queries | clients | answered a second | p50 ms | p99 ms | p99.9 ms | 503 | p99 of 503, ms | failed |");
      print("|---|---|---|---|---|---|---|---|---|");
      for (int clients : new int[] {1, 8, 32, 128}) {
        row("all new", clients, Load.of(address, clients, time, distinct));
      }
      for (int clients : new int[] {1, 8, 32, 128}) {
        row(REPEATED + " again", clients, Load.of(address, clients, time, repeated()));
      }
      row("all new", 264, Load.of(address, 264, time, distinct));
    }
  }

  private static void row(String queries, int clients, Load load) {
    print(
        "| %s | %d | %.0f | %.1f | %.1f | %.1f | %d | %.1f | %d |"
            .formatted(
                queries,
                clients,
                load.perSecond(),
                Load.millis(load.answered(), 0.5),
                Load.millis(load.answered(), 0.99),
                Load.millis(load.answered(), 0.999),
                load.refused().size(),
                Load.millis(load.refused(), 0.99),
                load.failed()));
  }

  /** The same texts one by one and in passes of 16, in alternation. */
  private static void batching(Path bundle) {
    Supplier<String> queries = distinct(3);
    long alone = 0;
    long together = 0;
    try (Bundle model = Bundle.load(bundle)) {
      for (int round = 0; round < 12; round++) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          texts.add(queries.get());
        }
        long start = System.nanoTime();
        texts.forEach(model::embedText);
        long middle = System.nanoTime();
        model.embedder().embedTexts(texts);
        long end = System.nanoTime();
        if (round >= 2) { // the first warm up
          alone += middle - start;
          together += end - middle;
        }
      }
    }
    print(
        "16 queries embedded in one pass: %.1f times as fast as one by one (%.2f and %.2f ms each)."
            .formatted((double) alone / together, together / 160e6, alone / 160e6));
  }

  private static Supplier<String> distinct(int seed) {
    Random random = new Random(seed);
    return () -> {
      synchronized (random) {
        return "a %s %s and a %s %s near a %s %s"
            .formatted(
                COLOURS[random.nextInt(COLOURS.length)],
                THINGS[random.nextInt(THINGS.length)],
                COLOURS[random.nextInt(COLOURS.length)],
                THINGS[random.nextInt(THINGS.length)],
                COLOURS[random.nextInt(COLOURS.length)],
                THINGS[random.nextInt(THINGS.length)]);
      }
    };
  }

  private static Supplier<String> repeated() {
    Supplier<String> source = distinct(5);
    List<String> queries = new ArrayList<>();
    for (int i = 0; i < REPEATED; i++) {
      queries.add(source.get());
    }
    Random random = new Random(9);
    return () -> {
      synchronized (random) {
        return queries.get(random.nextInt(REPEATED));
      }
    };
  }

  private static void print(String line) {
    System.out.println(String.format(Locale.ROOT, "%s", line));
  }
}
