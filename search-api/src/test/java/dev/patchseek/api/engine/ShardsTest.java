package dev.patchseek.api.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import dev.patchseek.indexer.format.ShardManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of shards behind the service. */
class ShardsTest {

  @TempDir private Path directory;

  @Test
  void servesShardsAsOneIndexThatIsOnlyRead() throws Exception {
    ColourWorld world = ColourWorld.in(directory);
    Path shards = Files.createDirectory(directory.resolve("shards"));
    shard(world, shards, "shard-0", ColourWorld.RED, ColourWorld.GREEN);
    shard(world, shards, "shard-1", ColourWorld.BLUE);
    ShardManifest both = ShardManifest.of(shards);
    new ShardManifest(both.shards().subList(0, 1)).write(shards);
    try (SearchServer server = SearchServer.start(shards, null, "127.0.0.1", 0)) {
      Http http = new Http(server.address(), null);
      assertThat(http.json("/api/v1/search?q=red").at("/hits/0/path").asString())
          .isEqualTo(ColourWorld.RED);
      both.write(shards);
      awaitBest(http, "blue", ColourWorld.BLUE);
      String id = http.json("/api/v1/search?q=blue").at("/hits/0/id").asString();
      assertThat(http.get("/api/v1/images/" + id + "/thumbnail").statusCode()).isEqualTo(200);
      Http.assertProblem(
          http.send("DELETE", "/api/v1/images/" + id, null, null), 409, "consists of shards");
    }
  }

  private static void shard(ColourWorld world, Path shards, String name, String... paths)
      throws Exception {
    new ColourWorld(world.pictures(), world.bundle(), shards.resolve(name)).index(paths);
  }

  /** The service looks for new shards every second. */
  private static void awaitBest(Http http, String word, String path) throws Exception {
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    String best = "";
    while (!best.equals(path) && Instant.now().isBefore(end)) {
      Thread.sleep(100);
      best = http.json("/api/v1/search?q=" + word).at("/hits/0/path").asString();
    }
    assertThat(best).isEqualTo(path);
  }
}
