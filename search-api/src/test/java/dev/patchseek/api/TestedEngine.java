package dev.patchseek.api;

import dev.patchseek.opensearch.client.SharedNode;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.load.BulkLoad;
import dev.patchseek.opensearch.client.load.LoadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the index is that a service searches; what it answers must not depend on it. */
public enum TestedEngine {
  EMBEDDED {
    @Override
    void name(Path index, Map<String, String> settings) {
      settings.put("patchseek.index", index.toString());
    }

    @Override
    public void show(Path index) {}
  },

  /** In a node of its own process; skipped where that is not built, as before 'mvn verify'. */
  OPENSEARCH {
    @Override
    void name(Path index, Map<String, String> settings) throws IOException {
      show(index);
      settings.put("patchseek.engine", "opensearch");
      settings.put("patchseek.cluster", SharedNode.addresses().getFirst().toString());
      settings.put("patchseek.cluster-index", nameOf(index));
    }

    @Override
    public void show(Path index) throws IOException {
      try (Cluster cluster = SharedNode.connect()) {
        BulkLoad.run(cluster, index, LoadRequest.of(nameOf(index), 2, 0));
      }
    }
  };

  /** What the cluster calls an index. */
  public static String nameOf(Path index) {
    return "index-" + Integer.toHexString(index.hashCode());
  }

  abstract void name(Path index, Map<String, String> settings) throws IOException;

  /**
   * Starts a service.
   *
   * @param index that images were written to
   * @param bundle it was made with
   */
  public SearchServer serve(Path index, Path bundle) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    name(index, settings);
    settings.put("patchseek.model", bundle.toString());
    settings.put("patchseek.port", "0");
    settings.put("patchseek.management-port", "0");
    return SearchServer.start(settings);
  }

  /** Brings what has been written to the index since to where it is searched. */
  public abstract void show(Path index) throws IOException;
}
