package dev.patchseek.demo;

import dev.patchseek.api.SearchServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchseek demo}: the whole road on the embedded world, in minutes. */
@Command(
    name = "demo",
    description = "Train on the picture book, show what it learnt, index its gallery and serve it.")
public final class DemoCommand implements Callable<Integer> {

  @Option(names = "--no-serve", description = "Stop before serving.")
  private boolean noServe;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("patchseek.home", ""));
    Path index = new Demo(home, System.err).prepare();
    if (noServe) {
      System.out.println("the index is " + index);
      return 0;
    }
    try (SearchServer server = SearchServer.start(index, null, "127.0.0.1", port)) {
      System.out.printf("%nOpen %s and type (Ctrl-C stops it)%n", server.address());
      server.awaitStop();
    }
    return 0;
  }
}
