package dev.patchseek.api;

import dev.patchseek.api.security.Access;
import dev.patchseek.api.settings.ServiceSettings;
import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

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
   * Starts over an index, for this machine alone and without metrics.
   *
   * @param index directory of the index
   * @param model the bundle the index was made with, or null for the directory the index names
   * @param host name or address of the network interface to listen on
   * @param port 0 for any free one
   * @throws InvalidInputException when model or index cannot be used or the port is taken
   */
  public static SearchServer start(Path index, Path model, String host, int port) {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("patchseek.index", index.toString());
    if (model != null) {
      flags.put("patchseek.model", model.toString());
    }
    flags.put("patchseek.host", host);
    flags.put("patchseek.port", Integer.toString(port));
    flags.put("patchseek.management-port", "-1");
    return start(flags);
  }

  /**
   * Loads model and index and starts to answer.
   *
   * @param flags settings by their names, see {@link ServiceSettings}; they go before those of
   *     environment and files
   * @throws InvalidInputException when a setting, model or index cannot be used or a port is taken
   */
  public static SearchServer start(Map<String, String> flags) {
    CountDownLatch stopped = new CountDownLatch(1);
    ApplicationListener<ContextClosedEvent> whenClosed = event -> stopped.countDown();
    SpringApplication application =
        new SpringApplicationBuilder(SearchApplication.class)
            .initializers(SearchServer::configure)
            .listeners(whenClosed)
            .build();
    String[] arguments =
        flags.entrySet().stream()
            .map(flag -> "--" + flag.getKey() + "=" + flag.getValue())
            .toArray(String[]::new);
    try {
      ConfigurableApplicationContext context = application.run(arguments);
      return new SearchServer(context, stopped, context.getBean(ServiceSettings.class).host());
    } catch (BeanCreationException e) {
      throw cause(e, InvalidInputException.class).orElseThrow(() -> e);
    } catch (ApplicationContextException e) {
      throw cause(e, PortInUseException.class).map(SearchServer::taken).orElseThrow(() -> e);
    }
  }

  private static <T> Optional<T> cause(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    while (cause != null && !type.isInstance(cause)) {
      cause = cause.getCause();
    }
    return Optional.ofNullable(type.cast(cause));
  }

  /** Two services that start at the same time both find a port free; one of them comes too late. */
  private static RuntimeException taken(PortInUseException e) {
    return new InvalidInputException(
        "cannot listen on port %d: another program has just taken it; choose others with --port and"
                .formatted(e.getPort())
            + " --management-port",
        e);
  }

  /** Refuses what cannot work, before anybody waits for a model. */
  private static void configure(ConfigurableApplicationContext context) {
    ServiceSettings settings = ServiceSettings.of(context.getEnvironment());
    Access access = Access.of(settings);
    requireFree(settings.host(), settings.port());
    Map<String, Object> server = new HashMap<>();
    server.put("server.address", settings.host());
    server.put("server.port", settings.port());
    server.put("management.server.port", settings.managementPort());
    if (settings.managementPort() > 0 && settings.managementPort() == settings.port()) {
      throw new InvalidInputException(
          "port and management-port are both %d: metrics need a port of their own, or -1 for none"
              .formatted(settings.port()));
    }
    if (settings.managementPort() >= 0) {
      requireFree(settings.managementHost(), settings.managementPort());
      server.put("management.server.address", settings.managementHost());
    }
    server.put("spring.servlet.multipart.max-file-size", settings.pictureSize().toString());
    server.put("spring.servlet.multipart.max-request-size", settings.pictureSize().toString());
    context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("server", server));
    GenericApplicationContext beans = (GenericApplicationContext) context;
    beans.registerBean(ServiceSettings.class, () -> settings);
    beans.registerBean(Access.class, () -> access);
  }

  private static void requireFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot listen on port %d of %s (%s): choose others with --port, --management-port and --host"
              .formatted(port, host, e.getMessage()),
          e);
    }
  }

  /** Where the page is. */
  public URI address() {
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    return URI.create("http://%s:%d".formatted(host, port));
  }

  /** Where metrics and health are. */
  public URI managementAddress() {
    return URI.create(
        "http://%s:%s"
            .formatted(
                context.getBean(ServiceSettings.class).managementHost(),
                context.getEnvironment().getProperty("local.management.port")));
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
