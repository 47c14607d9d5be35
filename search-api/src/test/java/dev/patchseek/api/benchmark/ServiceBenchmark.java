package dev.patchseek.api.benchmark;

import dev.patchseek.api.ServiceProcess;
import dev.patchseek.api.benchmark.Load.Manner;
import dev.patchseek.encoder.bundle.Bundle;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Measures the service over loopback; benchmarks/service runs it and writes its tables. */
final class ServiceBenchmark {

  private static final int REPEATED = 100;
  private static final int ROUNDS = 3;

  /** Who is answered at once or may wait. */
  private static final int PLACES = 17 * Runtime.getRuntime().availableProcessors();

  private static final int OVERLOADED = 4 * PLACES;

  private final URI address;
  private final ServiceProcess service;
  private final Duration time;
  private final Supplier<String> distinct = Queries.distinct(7);

  private ServiceBenchmark(ServiceProcess service, Duration time) {
    this.service = service;
    this.address = service.address();
    this.time = time;
  }

  /**
   * Arguments: bundle, working directory, images of the index, seconds of each measurement, and
   * {@code overload} for its table alone.
   */
  public static void main(String[] args) throws Exception {
    Path bundle = Path.of(args[0]).toAbsolutePath();
    Path folder = Path.of(args[1]).toAbsolutePath();
    int images = Integer.parseInt(args[2]);
    Path index = generated(bundle, folder, images);
    boolean overloadAlone = args.length > 4;
    if (!overloadAlone) {
      batching(bundle);
      overhead(bundle, generated(bundle, folder, 200), index);
    }
    List<String> serve =
        List.of("serve", "--index", index.toString(), "--port", "0", "--management-port", "-1");
    try (ServiceProcess service =
        ServiceProcess.start(folder.resolve("service.log"), List.of("-Xmx2g"), serve)) {
      Duration time = Duration.ofSeconds(Long.parseLong(args[3]));
      ServiceBenchmark benchmark = new ServiceBenchmark(service, time);
      benchmark.load(8, Manner.PATIENT, benchmark.distinct); // warms up
      benchmark.load(OVERLOADED, Manner.PATIENT, benchmark.distinct); // refusing, too
      if (!overloadAlone) {
        benchmark.clients();
      }
      benchmark.overload();
    }
  }

  private void clients() throws Exception {
    head("queries");
    for (int clients : new int[] {1, 8, 32, 128}) {
      row("all new", clients, load(clients, Manner.PATIENT, distinct));
    }
    Supplier<String> repeated = Queries.repeated(REPEATED, 5);
    for (int clients : new int[] {1, 8, 32, 128}) {
      row(REPEATED + " again", clients, load(clients, Manner.PATIENT, repeated));
    }
  }

  /** In turn, because the machine may have other work too. */
  private void overload() throws Exception {
    head("overload");
    for (int round = 0; round < ROUNDS; round++) {
      row("none", PLACES, load(PLACES, Manner.PATIENT, distinct));
      row("4 times as many clients", OVERLOADED, load(OVERLOADED, Manner.PATIENT, distinct));
      row("these ask again at once", OVERLOADED, load(OVERLOADED, Manner.RUDE, distinct));
    }
  }

  private record Measured(Load load, double ownCores, double serviceCores) {}

  private Measured load(int clients, Manner manner, Supplier<String> queries) throws Exception {
    Duration own = cpu();
    Duration others = service.cpu();
    Load load = Load.of(address, clients, manner, time, queries);
    return new Measured(
        load,
        cpu().minus(own).toNanos() / 1e9 / load.seconds(),
        service.cpu().minus(others).toNanos() / 1e9 / load.seconds());
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static void head(String first) {
    System.out.printf(
        "%n| %s | clients | answered a second | p50 ms | p99 ms | p99.9 ms | 503 a second |"
            + " p99 of 503, ms | failed | cores of the service | of the clients |%n"
            + "|---|---|---|---|---|---|---|---|---|---|---|%n",
        first);
  }

  private static void row(String what, int clients, Measured measured) {
    Load load = measured.load;
    System.out.printf(
        "| %s | %d | %.0f | %.1f | %.1f | %.1f | %.0f | %.1f | %d | %.2f | %.2f |%n",
        what,
        clients,
        load.perSecond(),
        Load.millis(load.answered(), 0.5),
        Load.millis(load.answered(), 0.99),
        Load.millis(load.answered(), 0.999),
        load.refused().size() / load.seconds(),
        Load.millis(load.refused(), 0.99),
        load.failed(),
        measured.serviceCores,
        measured.ownCores);
  }

  private static Path generated(Path bundle, Path folder, int images) {
    Path index = folder.resolve("generated-" + images);
    if (!Files.exists(index)) {
      GeneratedIndex.write(bundle, index, images);
    }
    return index;
  }

  private static void overhead(Path bundle, Path small, Path index) throws Exception {
    Overhead overhead = Overhead.of(bundle, small, index, 600, Queries.distinct(11));
    System.out.printf(
        "p50 of a search over HTTP: %.1f ms; of model and engine alone, in turn: %.1f ms%n",
        overhead.http(), overhead.direct());
  }

  /** The same texts one by one and in passes of 16, in alternation. */
  private static void batching(Path bundle) {
    Supplier<String> queries = Queries.distinct(3);
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
    System.out.printf(
        "16 queries embedded in one pass: %.1f times as fast as one by one (%.2f and %.2f ms"
            + " each)%n",
        (double) alone / together, together / 160e6, alone / 160e6);
  }
}
