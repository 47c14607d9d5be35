package dev.patchseek.api.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.Http;
import dev.patchseek.indexer.format.ImageRecord;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * What may be at each path: one drawing (or none) when the last change of it was answered, that one
 * or the one before when it was not. Each path is changed by one client at a time.
 */
final class Pictures {

  private final Map<String, Set<Optional<Drawing>>> possible = new ConcurrentHashMap<>();

  /** A change that is asked for. */
  void begin(String path, Drawing next) {
    Set<Optional<Drawing>> now = new HashSet<>(possible.getOrDefault(path, absent()));
    now.add(Optional.ofNullable(next));
    possible.put(path, now);
  }

  /** A change that was answered 2xx. */
  void answered(String path, Drawing next) {
    possible.put(path, Set.of(Optional.ofNullable(next)));
  }

  private static Set<Optional<Drawing>> absent() {
    return Set.of(Optional.empty());
  }

  int size() {
    return possible.size();
  }

  /** Compares with a service in which nothing is under way, and remembers what there is. */
  void check(Http http) throws Exception {
    Map<String, Drawing> found = found(http);
    for (String path : Set.copyOf(possible.keySet())) {
      Optional<Drawing> there = Optional.ofNullable(found.get(path));
      assertThat(possible.get(path)).as(path).contains(there);
      if (there.isPresent()) {
        assertThat(file(http, path)).as("the file of " + path).isEqualTo(there.get().png());
      } else {
        String id = ImageRecord.idOf(path);
        assertThat(http.get("/api/v1/images/" + id + "/file").statusCode()).isEqualTo(404);
      }
      possible.put(path, Set.of(there));
    }
  }

  /** What the vectors of the index show, by path. */
  private static Map<String, Drawing> found(Http http) throws Exception {
    Map<String, Drawing> found = new HashMap<>();
    Map<String, Double> scores = new HashMap<>();
    for (String word : Drawing.COLOURS.keySet()) {
      String query = "/api/v1/search?exact=true&limit=200&q=" + word;
      String page = query;
      while (page != null) {
        JsonNode answer = http.json(page);
        for (JsonNode hit : answer.path("hits")) {
          String path = hit.path("path").asString();
          JsonNode patch = hit.at("/matches/0/patch");
          if (hit.path("score").asDouble() > scores.getOrDefault(path, -1.0)) {
            scores.put(path, hit.path("score").asDouble());
            found.put(
                path, new Drawing(word, patch.path("row").asInt(), patch.path("column").asInt()));
          }
        }
        page = answer.has("next") ? query + "&cursor=" + answer.path("next").asString() : null;
      }
    }
    return found;
  }

  private static byte[] file(Http http, String path) throws Exception {
    String address = "/api/v1/images/" + ImageRecord.idOf(path) + "/file";
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(http.server().resolve(address)).build(),
              BodyHandlers.ofByteArray())
          .body();
    }
  }
}
