package dev.patchseek.opensearch.client;

import dev.patchseek.opensearch.client.http.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node of OpenSearch with the plugin for all tests of a JVM: started when first asked for, ended
 * with the JVM. Where it is not built, the tests that ask are skipped.
 */
public final class SharedNode {

  private static SharedNode only;

  private final Path directory;
  private final LocalCluster node;

  private SharedNode(Path directory, LocalCluster node) {
    this.directory = directory;
    this.node = node;
  }

  /** Where the node is. */
  public static synchronized List<URI> addresses() {
    LocalCluster.assumeBuilt();
    if (only == null) {
      only = started();
      Runtime.getRuntime().addShutdownHook(new Thread(only::end));
    }
    return only.node.addresses();
  }

  /** A way to the node, to be closed. */
  public static Cluster connect() {
    return new Cluster(addresses());
  }

  private static SharedNode started() {
    try {
      Path directory = Files.createTempDirectory("patchseek-node");
      return new SharedNode(directory, new LocalCluster(directory, 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end() {
    node.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
