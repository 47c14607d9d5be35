package dev.patchseek.api;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.query.PatchIndex;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

/** The running search service over one index. */
public final class SearchServer implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final CountDownLatch stopped;
  private final String host;

  private SearchServer(
      ConfigurableApplicationContext context, CountDownLatch stopped, String host) {
    this.context = context;
    this.stopped = stopped;
    this.host = host;
  }

  /**
   * Loads model and index and starts to answer.
   *
   * @param index directory of the index
   * @param model the bundle the index was made with, or null for the directory the index names
   * @param host name or address of the network interface to listen on
   * @param port 0 for any free one
   * @throws InvalidInputException when model or index cannot be used or the port is taken
   */
  public static SearchServer start(Path index, Path model, String host, int port) {
    requireFree(host, port);
    Bundle bundle = Bundle.load(model == null ? rememberedBundle(index) : model);
    PatchIndex patches = open(index, bundle);
    CountDownLatch stopped = new CountDownLatch(1);
    ApplicationListener<ContextClosedEvent> whenClosed = event -> stopped.countDown();
    SpringApplication application =
        new SpringApplicationBuilder(SearchApplication.class)
            .initializers(
                context -> {
                  // the context closes them last, after the last request
                  GenericApplicationContext beans = (GenericApplicationContext) context;
                  beans.registerBean(Bundle.class, () -> bundle);
                  beans.registerBean(PatchIndex.class, () -> patches);
                })
            .listeners(whenClosed)
            .properties(Map.of("server.address", host, "server.port", port))
            .build();
    return new SearchServer(application.run(), stopped, host);
  }

  private static Path rememberedBundle(Path index) {
    Path bundle = IndexManifest.read(index).bundle();
    if (!Files.isDirectory(bundle)) {
      throw new InvalidInputException(
          "the model of the index %s was at %s, which is gone: name its place with --model"
              .formatted(index, bundle));
    }
    return bundle;
  }

  /** Tries first, so that nobody waits for a model that then cannot be reached. */
  private static void requireFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot listen on port %d of %s (%s): choose others with --port and --host"
              .formatted(port, host, e.getMessage()),
          e);
    }
  }

  private static PatchIndex open(Path index, Bundle bundle) {
    try {
      return PatchIndex.open(index, bundle);
    } catch (RuntimeException e) {
      bundle.close();
      throw e;
    }
  }

  /** Where the page is. */
  public URI address() {
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    return URI.create("http://%s:%d".formatted(host, port));
  }

  /** Waits until the service has been told to stop. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Answers the requests that have begun, then stops. */
  @Override
  public void close() {
    context.close();
  }
}
