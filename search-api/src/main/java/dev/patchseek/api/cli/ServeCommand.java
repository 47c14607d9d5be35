package dev.patchseek.api.cli;

import dev.patchseek.api.SearchServer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patchseek serve}: the search service and its page. */
@Command(
    name = "serve",
    description = "Answer searches over HTTP, with a page to type into.",
    showDefaultValues = true)
public final class ServeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--index", paramLabel = "DIR", required = true, description = "The index.")
  private Path index;

  @Option(
      names = "--model",
      paramLabel = "BUNDLE",
      description = "The bundle the index was made with (default: where it was then).",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private Path model;

  @Option(names = "--port", defaultValue = "8080", description = "0 for any free one.")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "The interface to listen on; 0.0.0.0 lets other machines in.")
  private String host;

  @Override
  public Integer call() throws InterruptedException {
    try (SearchServer server = SearchServer.start(index, model, host, port)) {
      spec.commandLine()
          .getOut()
          .printf("PatchSeek answers at %s (Ctrl-C stops it)%n", server.address());
      spec.commandLine().getOut().flush();
      server.awaitStop();
    }
    return 0;
  }
}
