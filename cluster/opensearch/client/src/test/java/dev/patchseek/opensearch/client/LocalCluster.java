package dev.patchseek.opensearch.client;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.http.Patience;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Nodes on this machine, each a process that {@code cluster/opensearch/start} starts. */
public final class LocalCluster implements AutoCloseable {

  private static final Path START =
      Path.of(System.getProperty("patchseek.root"), "cluster/opensearch/start");
  private static final Path BUILT = START.resolveSibling("node/target/classpath.txt");
  private static final Duration TO_START = Duration.ofMinutes(5);

  private final Path directory;
  private int size;
  private final int port;
  private final List<Process> nodes = new ArrayList<>();
  private final Cluster cluster;

  /**
   * Starts so many nodes and waits until they have found each other.
   *
   * @param directory of their data, logs and pids
   */
  public LocalCluster(Path directory, int size) throws IOException {
    assumeBuilt();
    this.directory = directory;
    this.size = size;
    this.port = freePort();
    for (int node = 0; node < size; node++) {
      nodes.add(start(node));
    }
    this.cluster = new Cluster(addresses());
    try {
      awaitNodes(size);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Skips the test where the nodes are not built. */
  static void assumeBuilt() {
    assumeTrue(
        Files.exists(BUILT), "the nodes run what 'mvn verify' has packaged: no " + BUILT + " yet");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort() / 2 + 5000; // below those that systems hand out
    }
  }

  private Process start(int node) throws IOException {
    ProcessBuilder start =
        new ProcessBuilder(
            START.toString(),
            "--nodes",
            Integer.toString(size),
            "--port",
            Integer.toString(port),
            "--dir",
            directory.toString(),
            "--node",
            Integer.toString(node));
    start.environment().put("JAVA_HOME", System.getProperty("java.home"));
    start.environment().put("PATCHSEEK_BUILT", "1");
    File log = directory.resolve("start-" + node).toFile();
    return start.redirectErrorStream(true).redirectOutput(log).start();
  }

  /** Of all nodes. */
  public List<URI> addresses() {
    return IntStream.range(0, size)
        .mapToObj(node -> URI.create("http://127.0.0.1:" + (port + node)))
        .toList();
  }

  /** The way to all nodes. */
  public Cluster cluster() {
    return cluster;
  }

  /** Starts one more node, with a number of its own and no data; {@link #cluster} leaves it out. */
  public void add() throws IOException {
    size++;
    nodes.add(start(size - 1));
  }

  /** Kills a node as {@code kill -9} does. */
  public void kill(int node) {
    nodes.get(node).destroyForcibly();
  }

  /** CPU time that all nodes have taken so far, in seconds. */
  public double cpuSeconds() {
    return nodes.stream()
        .mapToDouble(node -> node.info().totalCpuDuration().orElseThrow().toMillis() / 1e3)
        .sum();
  }

  /** Ends a node in order. */
  public void stop(int node) throws InterruptedException {
    nodes.get(node).destroy();
    nodes.get(node).waitFor(30, TimeUnit.SECONDS);
  }

  /** Starts a node again, with the data it had. */
  public void restart(int node) throws IOException {
    nodes.set(node, start(node));
  }

  /** Waits until so many nodes are one cluster. */
  public void awaitNodes(int count) throws IOException {
    await("wait_for_nodes=" + count);
  }

  /**
   * Waits for a state of the cluster's health.
   *
   * @param state {@code wait_for_nodes=3} or {@code wait_for_status=green} or both
   */
  public JsonNode await(String state) throws IOException {
    Patience patience = new Patience(TO_START);
    while (true) {
      try {
        return cluster.send("GET", "/_cluster/health?timeout=30s&" + state, null);
      } catch (IOException e) {
        patience.waitAfter(e.getCause() == null ? new IOException(e) : e);
      }
    }
  }

  @Override
  public void close() {
    cluster.close();
    nodes.forEach(Process::destroyForcibly);
    for (Process node : nodes) {
      node.onExit().join();
    }
  }
}
