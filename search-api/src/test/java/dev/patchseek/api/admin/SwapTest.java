package dev.patchseek.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Index and model are exchanged under way. */
class SwapTest {

  @TempDir private Path directory;

  @Test
  void noRequestIsLostWhileTheIndexIsExchanged() throws Exception {
    ColourWorld world = ColourWorld.in(directory);
    copy(world.index(), directory.resolve("other"));
    try (SearchServer server = SearchServer.start(world.index(), null, "127.0.0.1", 0);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Http http = new Http(server.address(), null);
      AtomicBoolean enough = new AtomicBoolean();
      List<Future<Integer>> askers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        askers.add(clients.submit(() -> ask(http, enough)));
      }
      for (String next : List.of("other", "index", "other")) {
        assertThat(
                http.postJson("/api/v1/admin/swap", "{\"index\": \"%s\"}".formatted(next))
                    .statusCode())
            .isEqualTo(204);
      }
      enough.set(true);

      for (Future<Integer> asker : askers) {
        assertThat(asker.get()).as("answers, each with the best picture first").isPositive();
      }
      Http.assertProblem(
          http.postJson("/api/v1/admin/swap", "{\"index\": \"../index\"}"), 400, "beside");
      Http.assertProblem(
          http.postJson("/api/v1/admin/swap", "{\"index\": \"pictures\"}"), 400, "cannot be used");
      assertThat(http.get("/api/v1/search?q=red").statusCode())
          .as("after a failed exchange the old index answers")
          .isEqualTo(200);
    }
  }

  private static int ask(Http http, AtomicBoolean enough) throws Exception {
    int answers = 0;
    while (!enough.get()) {
      assertThat(http.json("/api/v1/search?q=red").at("/hits/0/path").asString())
          .isEqualTo(ColourWorld.RED);
      answers++;
    }
    return answers;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
