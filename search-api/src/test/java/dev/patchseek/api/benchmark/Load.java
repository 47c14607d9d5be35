package dev.patchseek.api.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Clients that ask one after the other without a pause.
 *
 * @param answered nanoseconds of each search that was answered, ascending
 * @param refused nanoseconds of each that was answered 503, ascending
 * @param failed answers of any other kind
 * @param seconds of the whole
 */
record Load(List<Long> answered, List<Long> refused, int failed, double seconds) {

  private record Answer(int status, long nanos) {}

  static Load of(URI server, int clients, Duration time, Supplier<String> queries)
      throws InterruptedException, ExecutionException {
    List<Long> answered = new ArrayList<>();
    List<Long> refused = new ArrayList<>();
    int failed = 0;
    long start = System.nanoTime();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Answer>>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        all.add(threads.submit(() -> ask(http, server, start + time.toNanos(), queries)));
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

  private static List<Answer> ask(HttpClient http, URI server, long end, Supplier<String> queries)
      throws IOException, InterruptedException {
    List<Answer> answers = new ArrayList<>();
    while (System.nanoTime() < end) {
      String query = URLEncoder.encode(queries.get(), StandardCharsets.UTF_8);
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/api/v1/search?limit=20&q=" + query)).build();
      long asked = System.nanoTime();
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      answers.add(new Answer(response.statusCode(), System.nanoTime() - asked));
      if (response.statusCode() == 503) {
        Thread.sleep(50); // far less than Retry-After asks for
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
