package dev.patchseek.api.benchmark;

import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a search over HTTP costs beyond the model and the engine, which are also called without it,
 * in the same process and in turn.
 *
 * @param http milliseconds of half of the searches over HTTP, at most
 * @param direct the same of the model and the engine alone
 */
record Overhead(double http, double direct) {

  private static final int HITS = 20;
  private static final int WINDOW = 1000;

  /**
   * So many until requests no longer get faster: a server's code runs once a request and is
   * compiled late. Most of them ask a small index, which answers sooner.
   */
  private static final int WARM_UP = 12_000;

  private static final int WARM_UP_HERE = 600;

  static Overhead of(Path bundle, Path small, Path index, int rounds, Supplier<String> queries)
      throws IOException {
    try (SearchServer server = SearchServer.start(small, bundle, "127.0.0.1", 0);
        Connection connection = new Connection(server.address())) {
      for (int request = 0; request < WARM_UP; request++) {
        search(connection, queries.get());
      }
    }
    List<Long> http = new ArrayList<>();
    List<Long> direct = new ArrayList<>();
    try (Bundle model = Bundle.load(bundle);
        PatchIndex engine = PatchIndex.open(index, model);
        SearchServer server = SearchServer.start(index, bundle, "127.0.0.1", 0);
        Connection connection = new Connection(server.address())) {
      for (int round = -WARM_UP_HERE; round < rounds; round++) {
        long begun = System.nanoTime();
        search(connection, queries.get());
        long middle = System.nanoTime();
        MaxSimQuery query = MaxSimQuery.of(model.embedText(queries.get()));
        engine.search(SearchRequest.of(query, HITS).inWindow(WINDOW));
        long end = System.nanoTime();
        if (round >= 0) {
          http.add(middle - begun);
          direct.add(end - middle);
        }
      }
    }
    http.sort(null);
    direct.sort(null);
    return new Overhead(Load.millis(http, 0.5), Load.millis(direct, 0.5));
  }

  private static void search(Connection connection, String query) throws IOException {
    connection.get("/api/v1/search?limit=%d&q=%s".formatted(HITS, Http.encoded(query)));
  }
}
