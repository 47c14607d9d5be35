package dev.patchseek.api.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import dev.patchseek.indexer.format.ImageRecord;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when more is asked for than can be done. */
class OverloadTest {

  private static final int CLIENTS = 60;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/search", "/api/v1/images/%s/similar"})
  void answersWhatItCanAndTurnsAwayTheRest(String search) throws Exception {
    String address = search.formatted(ImageRecord.idOf(ColourWorld.RED));
    ColourWorld world = ColourWorld.in(directory);
    try (SearchServer server =
            SearchServer.start(
                Map.of(
                    "patchseek.index", world.index().toString(),
                    "patchseek.port", "0",
                    "patchseek.management-port", "-1",
                    "patchseek.waiting", "1"));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Http http = new Http(server.address(), null);
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        // none of them is in the cache
        String path = address + "?q=red+square+" + i;
        answers.add(clients.submit(() -> http.get(path)));
      }

      int refused = 0;
      for (Future<HttpResponse<String>> answer : answers) {
        HttpResponse<String> response = answer.get();
        if (response.statusCode() != 200) {
          Http.assertProblem(response, 503, "try again");
          assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
          refused++;
        }
      }
      assertThat(refused).isBetween(1, CLIENTS - 1);
      assertThat(http.get(address + "?q=red").statusCode()).as("afterwards").isEqualTo(200);
    }
  }
}
