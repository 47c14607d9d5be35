package dev.patchseek.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import java.io.IOException;
import java.net.http.HttpResponse;
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
import tools.jackson.databind.json.JsonMapper;

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
      try {
        for (String next : List.of("other", "index", "other")) {
          swap(http, next);
        }
      } finally {
        enough.set(true);
      }

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

  @Test
  void adaptersOfOneBaseAreExchangedWithTheirIndexesAndNoAnswerMixesThem() throws Exception {
    ColourWorld world = ColourWorld.in(directory);
    ColourWorld confused = world.confused("confused");
    assertThat(confused.bundle().resolve("vision/model.safetensors"))
        .hasSameBinaryContentAs(world.bundle().resolve("vision/model.safetensors"));
    byte[] red = Files.readAllBytes(world.pictures().resolve(ColourWorld.RED));
    try (SearchServer server = SearchServer.start(world.index(), null, "127.0.0.1", 0);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Http http = new Http(server.address(), null);
      AtomicBoolean enough = new AtomicBoolean();
      List<Future<Integer>> askers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        askers.add(clients.submit(() -> askByPicture(http, red, enough)));
      }
      try {
        for (int turn = 0; turn < 2; turn++) {
          assertThat(best(http)).as("without an adapter").isEqualTo(ColourWorld.RED);
          swap(http, "confused");
          assertThat(best(http)).as("by the adapter").isEqualTo(ColourWorld.GREEN);
          swap(http, "index");
        }
      } finally {
        enough.set(true);
      }

      for (Future<Integer> asker : askers) {
        assertThat(asker.get()).as("answers, each by one adapter alone").isPositive();
      }
    }
  }

  private static String best(Http http) throws Exception {
    return http.json("/api/v1/search?q=red").at("/hits/0/path").asString();
  }

  private static void swap(Http http, String index) throws Exception {
    String body = "{\"index\": \"%s\"}".formatted(index);
    assertThat(http.postJson("/api/v1/admin/swap", body).statusCode()).isEqualTo(204);
  }

  /** The adapter makes the picture's patches another colour, and those of the index alike. */
  private static int askByPicture(Http http, byte[] picture, AtomicBoolean enough)
      throws Exception {
    int answers = 0;
    while (!enough.get()) {
      HttpResponse<String> response = http.upload("/api/v1/search", picture);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(JsonMapper.shared().readTree(response.body()).at("/hits/0/path").asString())
          .isEqualTo(ColourWorld.RED);
      answers++;
    }
    return answers;
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
