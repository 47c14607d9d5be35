package dev.patchseek.api.benchmark;

import dev.patchseek.api.Http;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks as people do and compares with the exact scan before and after: where these two agree,
 * nothing has changed meanwhile, and every hit must be one of theirs with the same score.
 */
final class CheckedSearch {

  private static final int HITS = 20;

  /** Of the exact scan: a hit that belongs behind the last place is missed, not wrong. */
  private static final int EXACT_HITS = 200;

  private final Http http;
  private final Supplier<String> queries;

  final AtomicInteger checked = new AtomicInteger();
  final AtomicInteger wrong = new AtomicInteger();
  final AtomicInteger missed = new AtomicInteger();
  final AtomicInteger changedMeanwhile = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();
  final AtomicInteger failed = new AtomicInteger();

  CheckedSearch(Http http, Supplier<String> queries) {
    this.http = http;
    this.queries = queries;
  }

  void once() throws IOException, InterruptedException {
    String query = "/api/v1/search?q=" + Http.encoded(queries.get()) + "&limit=";
    Map<String, Double> before = ask(query + EXACT_HITS + "&exact=true");
    Map<String, Double> answer = ask(query + HITS);
    Map<String, Double> after = ask(query + EXACT_HITS + "&exact=true");
    if (before == null || answer == null || after == null) {
      return;
    }
    if (!before.equals(after)) {
      changedMeanwhile.incrementAndGet();
      return;
    }
    checked.incrementAndGet();
    List<String> best = before.keySet().stream().limit(HITS).toList();
    missed.addAndGet((int) best.stream().filter(id -> !answer.containsKey(id)).count());
    if (answer.size() != HITS
        || !isRanked(answer)
        || !before.entrySet().containsAll(answer.entrySet())) {
      wrong.incrementAndGet();
      System.err.printf("wrong: %s%n%s%n%s%n", query, answer, before);
    }
  }

  private static boolean isRanked(Map<String, Double> answer) {
    List<Double> scores = List.copyOf(answer.values());
    for (int i = 1; i < scores.size(); i++) {
      if (scores.get(i) > scores.get(i - 1)) {
        return false;
      }
    }
    return true;
  }

  /** Scores by id, best first; null where there was no answer. */
  private Map<String, Double> ask(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = http.get(path);
    if (response.statusCode() == 503) {
      refused.incrementAndGet();
      Thread.sleep(1000);
      return null;
    } else if (response.statusCode() != 200) {
      failed.incrementAndGet();
      System.err.println("failed: " + response.body());
      return null;
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    for (JsonNode hit : JsonMapper.shared().readTree(response.body()).path("hits")) {
      scores.put(hit.path("id").asString(), hit.path("score").asDouble());
    }
    return scores;
  }
}
