package dev.patchseek.api.search;

import static dev.patchseek.api.Http.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import dev.patchseek.api.TestedEngine;
import dev.patchseek.indexer.metadata.Metadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What is known of pictures: counted, and filtered by. */
@ParameterizedClass
@EnumSource(TestedEngine.class)
class FacetsTest {

  @Parameter private TestedEngine engine;

  @TempDir private Path directory;

  @Test
  void countsTheValuesOfThePicturesThatAFilterAdmits() throws Exception {
    ColourWorld world = ColourWorld.in(directory);
    world.describe(ColourWorld.RED, known("Lawn", "2020"));
    world.describe(ColourWorld.GREEN, known("lawn", "2021"));
    world.describe(ColourWorld.BLUE, known("sky", "2021"));
    try (SearchServer server = engine.serve(world.index(), world.bundle())) {
      Http http = new Http(server.address(), null);

      assertThat(http.json("/api/v1/facets").toString())
          .isEqualTo(
              """
              [{"key":"tag","distinct":2,"counts":[{"value":"lawn","images":2},{"value":"sky","images":1}]},\
              {"key":"year","distinct":2,"counts":[{"value":"2021","images":2},{"value":"2020","images":1}]}]""");
      assertThat(http.json("/api/v1/facets?values=1&filter=" + encoded("year>2020")).toString())
          .isEqualTo(
              """
              [{"key":"tag","distinct":2,"counts":[{"value":"lawn","images":1}]},\
              {"key":"year","distinct":1,"counts":[{"value":"2021","images":2}]}]""");
      JsonNode answer = http.json("/api/v1/search?q=red&filter=" + encoded("tag:LAWN -year:2020"));
      assertThat(answer.path("hits").size()).isEqualTo(1);
      assertThat(answer.at("/hits/0/metadata/year/0").asString()).isEqualTo("2021");
    }
  }

  private static Metadata known(String tag, String year) {
    return Metadata.of(Map.of("tag", List.of(tag), "year", List.of(year)));
  }
}
