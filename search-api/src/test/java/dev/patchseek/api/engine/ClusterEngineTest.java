package dev.patchseek.api.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import dev.patchseek.api.TestedEngine;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.encoder.bundle.TokenWeights;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.opensearch.client.SharedNode;
import dev.patchseek.opensearch.client.http.Cluster;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is different in front of a cluster. */
class ClusterEngineTest {

  @TempDir private Path directory;

  @Test
  void imagesAreWrittenElsewhere() throws Exception {
    ColourWorld world = ColourWorld.in(directory);
    String image = "/api/v1/images/" + ImageRecord.idOf(ColourWorld.RED);
    try (SearchServer server = TestedEngine.OPENSEARCH.serve(world.index(), world.bundle())) {
      Http http = new Http(server.address(), null);

      assertThat(http.json("/api/v1/info").path("writable").asBoolean()).isFalse();
      assertWrittenElsewhere(http.send("PUT", "/api/v1/images?path=a.png", null, new byte[1]));
      assertWrittenElsewhere(http.send("PUT", image, null, new byte[1]));
      assertWrittenElsewhere(http.send("PATCH", image, "application/json", new byte[1]));
      assertWrittenElsewhere(http.send("DELETE", image, null, null));
      assertWrittenElsewhere(http.postJson("/api/v1/jobs", "{}"));
      assertWrittenElsewhere(http.get("/api/v1/jobs"));
      assertWrittenElsewhere(http.postJson("/api/v1/admin/swap", "{}"));
      assertThat(http.get(image).statusCode()).isEqualTo(200);
    }
  }

  private static void assertWrittenElsewhere(HttpResponse<String> response) {
    Http.assertProblem(response, 409, "cluster/opensearch/load writes its images");
  }

  @Test
  void isReadyAsLongAsTheClusterHasTheIndex() throws Exception {
    ColourWorld world = ColourWorld.in(directory);
    try (SearchServer server = TestedEngine.OPENSEARCH.serve(world.index(), world.bundle());
        Cluster cluster = SharedNode.connect()) {
      Http http = new Http(server.address(), null);
      assertThat(http.json("/readyz").path("status").asString()).isEqualTo("UP");

      cluster.send("DELETE", "/" + TestedEngine.nameOf(world.index()), null);

      assertThat(http.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(http.json("/livez").path("status").asString()).isEqualTo("UP");
      Http.assertProblem(http.get("/api/v1/search?q=red"), 503, "does not answer for now");
    }
  }

  @Test
  void refusesAnIndexOfAnotherModel() throws Exception {
    ColourWorld world = ColourWorld.in(directory);
    Path other = TinyBundle.write(directory.resolve("other"), 1, TokenWeights.LEARNED, 0.5f);

    try (Cluster cluster = SharedNode.connect()) {
      assertThat(cluster).isNotNull(); // there is one to ask, else the test is skipped
      assertThatThrownBy(() -> TestedEngine.OPENSEARCH.serve(world.index(), other))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("was made by model colours")
          .hasMessageContaining("pass the bundle it was made with");
    }
  }
}
