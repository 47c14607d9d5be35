package dev.patchseek.api.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What operators and their tools see. */
class OperationsTest {

  @TempDir private static Path directory;
  private static ColourWorld world;
  private static SearchServer server;
  private static Http http;
  private static Http management;

  @BeforeAll
  static void start() throws IOException {
    world = ColourWorld.in(directory);
    server = start(0, 0);
    http = new Http(server.address(), null);
    management = new Http(server.managementAddress(), null);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void isAliveAndReady() throws Exception {
    assertThat(http.json("/livez").path("status").asString()).isEqualTo("UP");
    assertThat(http.json("/readyz").path("status").asString()).isEqualTo("UP");
    assertThat(management.json("/actuator/health").path("status").asString()).isEqualTo("UP");
  }

  @Test
  void tellsModelAndIndex() throws Exception {
    JsonNode info = management.json("/actuator/info");

    assertThat(info.at("/model/name").asString()).isEqualTo("colours");
    assertThat(info.at("/index/images").asInt()).isEqualTo(3);
  }

  @Test
  void measuresEveryStageOfASearch() throws Exception {
    String id = http.json("/api/v1/search?q=red+square").at("/hits/0/id").asString();
    http.json("/api/v1/images/" + id + "/heatmap?q=red");

    assertThat(management.get("/actuator/prometheus").body())
        .contains("patchseek_stage_seconds_count{stage=\"tokenise\"")
        .contains("stage=\"encode\"", "stage=\"scan\"", "stage=\"heatmap\"")
        .contains("patchseek_queue ", "patchseek_images 3.0");
  }

  @Test
  void keepsMetricsOffThePagesPort() throws Exception {
    assertThat(http.get("/actuator/prometheus").statusCode()).isEqualTo(404);
  }

  @Test
  void ofTwoThatStartTogetherOneSaysThatThePortIsTaken() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    CompletableFuture<SearchServer> one = CompletableFuture.supplyAsync(() -> start(0, port));
    CompletableFuture<SearchServer> other = CompletableFuture.supplyAsync(() -> start(0, port));
    CompletableFuture.allOf(one, other).exceptionally(e -> null).join();

    assertThat(one.isCompletedExceptionally()).isNotEqualTo(other.isCompletedExceptionally());
    CompletableFuture<SearchServer> late = one.isCompletedExceptionally() ? one : other;
    (late == one ? other : one).join().close();
    assertThat(late.exceptionNow())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot listen on port " + port);
    assertThatThrownBy(() -> start(port, port)).hasMessageContaining("need a port of their own");
  }

  private static SearchServer start(int port, int managementPort) {
    return SearchServer.start(
        Map.of(
            "patchseek.index", world.index().toString(),
            "patchseek.port", Integer.toString(port),
            "patchseek.management-port", Integer.toString(managementPort)));
  }

  @Test
  void describesItsApi() throws Exception {
    JsonNode description = http.json("/v3/api-docs");

    assertThat(description.at("/info/title").asString()).isEqualTo("PatchSeek");
    assertThat(description.path("paths").has("/api/v1/search")).isTrue();
    assertThat(http.get("/swagger-ui/index.html").body()).doesNotContain("//unpkg", "cdn");
  }

  @Test
  void answersWithTheIdOfTheRequest() throws Exception {
    assertThat(http.get("/livez").headers().firstValue("X-Request-Id").orElseThrow())
        .matches("[0-9a-f]{16}");
  }
}
