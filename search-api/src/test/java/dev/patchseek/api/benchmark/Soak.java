package dev.patchseek.api.benchmark;

import dev.patchseek.api.Http;
import dev.patchseek.api.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Queries, writes, removals and exchanges of the index for a long time: no answer may be wrong, and
 * memory may not grow. {@code benchmarks/service soak} runs it and writes its table.
 */
final class Soak {

  private static final int ASKING = 4;
  private static final Duration BETWEEN_EXCHANGES = Duration.ofSeconds(20);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

  private final ServiceProcess service;
  private final CheckedSearch searches;
  private final Changes changes;
  private final AtomicBoolean over = new AtomicBoolean();
  private final long begun = System.nanoTime();

  private Soak(ServiceProcess service, List<String> indexes) {
    this.service = service;
    Http http = new Http(service.address(), null);
    searches = new CheckedSearch(http, Queries.distinct(17));
    changes = new Changes(http, indexes);
  }

  /** Arguments: bundle, working directory, images of the index, minutes. */
  public static void main(String[] args) throws Exception {
    Path bundle = Path.of(args[0]).toAbsolutePath();
    Path folder = Path.of(args[1]).toAbsolutePath();
    Path generated = folder.resolve("generated-" + args[2]);
    if (!Files.exists(generated)) {
      GeneratedIndex.write(bundle, generated, Integer.parseInt(args[2]));
    }
    List<String> indexes = List.of("soak-a", "soak-b");
    for (String index : indexes) {
      copy(generated, folder.resolve(index));
    }
    List<String> serve =
        List.of(
            "serve",
            "--index=" + folder.resolve(indexes.getFirst()),
            "--port=0",
            "--management-port=-1");
    boolean isRight;
    try (ServiceProcess service =
        ServiceProcess.start(folder.resolve("service.log"), List.of("-Xmx1g"), serve)) {
      Duration time = Duration.ofSeconds(Math.round(60 * Double.parseDouble(args[3])));
      isRight = new Soak(service, indexes).run(time);
    }
    System.exit(isRight ? 0 : 1);
  }

  private boolean run(Duration time) throws Exception {
    System.out.println(
        "| seconds | searches checked | wrong | of 20 hits missed | changed meanwhile | 503 | put"
            + " | removed | exchanged | changes not seen | heap MB | resident MB | not of files MB"
            + " | threads | open files |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < ASKING; i++) {
        all.add(threads.submit(() -> untilOver(searches::once)));
      }
      all.add(threads.submit(() -> untilOver(this::change)));
      for (long line = 1; line <= time.dividedBy(BETWEEN_LINES); line++) {
        Thread.sleep(Math.max(0, line * BETWEEN_LINES.toMillis() - seconds() * 1000));
        print();
      }
      over.set(true);
      for (Future<?> one : all) {
        one.get();
      }
    }
    return searches.wrong.get() + searches.failed.get() + changes.wrong.get() == 0;
  }

  private interface Step {
    void take() throws Exception;
  }

  private Void untilOver(Step step) throws Exception {
    while (!over.get()) {
      step.take();
    }
    return null;
  }

  /** Exchanges come between changes, so that each change is looked for in the index it went to. */
  private void change() throws IOException, InterruptedException {
    if (seconds() / BETWEEN_EXCHANGES.toSeconds() > changes.exchanged.get()) {
      changes.exchange();
    }
    changes.once();
    Thread.sleep(300);
  }

  private long seconds() {
    return (System.nanoTime() - begun) / 1_000_000_000;
  }

  private void print() throws IOException, InterruptedException {
    Footprint footprint = Footprint.of(service);
    int checked = searches.checked.get();
    System.out.printf(
        "| %d | %d | %d | %.2f %% | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d |%n",
        seconds(),
        checked,
        searches.wrong.get() + searches.failed.get(),
        checked == 0 ? 0 : 100.0 * searches.missed.get() / (20.0 * checked),
        searches.changedMeanwhile.get(),
        searches.refused.get() + changes.refused.get(),
        changes.written.get(),
        changes.removed.get(),
        changes.exchanged.get(),
        changes.wrong.get(),
        footprint.heap() >> 20,
        footprint.resident() >> 20,
        footprint.anonymous() >> 20,
        footprint.threads(),
        footprint.files());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(file -> !file.endsWith("write.lock")).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
