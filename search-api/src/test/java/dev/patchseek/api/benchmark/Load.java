package dev.patchseek.api.benchmark;

import dev.patchseek.api.Http;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * What came of clients that ask one search after the other.
 *
 * @param answered nanoseconds of each search that was answered, ascending
 * @param refused nanoseconds of each that was answered 503, ascending
 * @param failed answers of any other kind, and none
 * @param seconds of the whole
 */
record Load(List<Long> answered, List<Long> refused, int failed, double seconds) {

  /** What a client does that was refused. */
  enum Manner {
    /** Waits as long as Retry-After says, and up to half of it longer. */
    PATIENT,
    /** Asks again at once. */
    RUDE
  }

  private record Answer(int status, long nanos) {}

  /**
   * Clients that ask for some time.
   *
   * @param queries words of the next search, of any client
   */
  static Load of(URI server, int clients, Manner manner, Duration time, Supplier<String> queries)
      throws InterruptedException, ExecutionException {
    List<Long> answered = new ArrayList<>();
    List<Long> refused = new ArrayList<>();
    int failed = 0;
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Answer>>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        all.add(threads.submit(() -> ask(server, manner, start + time.toNanos(), queries)));
      }
      for (Future<List<Answer>> client : all) {
        for (Answer answer : client.get()) {
          switch (answer.status) {
            case 200 -> answered.add(answer.nanos);
            case 503 -> refused.add(answer.nanos);
            default -> failed++;
          }
        }
      }
    }
    answered.sort(null);
    refused.sort(null);
    return new Load(answered, refused, failed, (System.nanoTime() - start) / 1e9);
  }

  private static List<Answer> ask(URI server, Manner manner, long end, Supplier<String> queries)
      throws IOException, InterruptedException {
    List<Answer> answers = new ArrayList<>();
    try (Connection connection = new Connection(server)) {
      while (System.nanoTime() < end) {
        String path = "/api/v1/search?limit=20&q=" + Http.encoded(queries.get());
        long asked = System.nanoTime();
        Connection.Answer answer = connection.get(path);
        answers.add(new Answer(answer.status(), System.nanoTime() - asked));
        if (answer.status() == 503 && manner == Manner.PATIENT) {
          int wait = 1000 * answer.retryAfter();
          wait += ThreadLocalRandom.current().nextInt(wait / 2 + 1);
          Thread.sleep(Math.clamp((end - System.nanoTime()) / 1_000_000, 0, wait));
        }
      }
    }
    return answers;
  }

  double perSecond() {
    return answered.size() / seconds;
  }

  static double millis(List<Long> nanos, double share) {
    return nanos.isEmpty()
        ? Double.NaN
        : nanos.get((int) Math.min(nanos.size() - 1, share * nanos.size())) / 1e6;
  }
}
