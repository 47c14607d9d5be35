package dev.patchseek.opensearch.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/**
 * A node of OpenSearch, run from the libraries of Maven Central: for trying the plugin on one
 * machine, and for its tests. Plugins are what lies in {@code plugins} of its home, as {@code
 * opensearch-plugin} would have installed them. It has no security and belongs on loopback.
 */
public final class LocalNode extends Node {

  private static final PluginInfo NETTY =
      new PluginInfo(
          "transport-netty4",
          "HTTP and transport",
          Version.CURRENT.toString(),
          Version.CURRENT,
          Integer.toString(Runtime.version().feature()),
          Netty4ModulePlugin.class.getName(),
          null,
          List.of(),
          false);

  private LocalNode(Environment environment) {
    super(environment, List.of(NETTY), true);
  }

  /**
   * Runs a node until its process ends.
   *
   * @param args settings, {@code key=value}; {@code path.home} and {@code node.name} at least
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, NodeValidationException {
    Settings.Builder settings =
        Settings.builder()
            .put("network.host", "127.0.0.1")
            .put("transport.type", Netty4ModulePlugin.NETTY_TRANSPORT_NAME)
            .put("http.type", Netty4ModulePlugin.NETTY_HTTP_TRANSPORT_NAME);
    for (String argument : args) {
      String[] setting = argument.split("=", 2);
      if (setting.length < 2) {
        throw new IllegalArgumentException("expected key=value, got " + argument);
      }
      settings.put(setting[0], setting[1]);
    }
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), null, () -> settings.get("node.name"));
    CountDownLatch ended = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    try (Node node = new LocalNode(environment)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ended, main)));
      node.start();
      ended.await();
    }
  }

  /** Has the node closed, without which its process would end while it still answers. */
  private static void end(CountDownLatch ended, Thread closing) {
    ended.countDown();
    try {
      closing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
