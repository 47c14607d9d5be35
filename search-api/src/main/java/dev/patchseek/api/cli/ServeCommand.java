package dev.patchseek.api.cli;

import dev.patchseek.api.SearchServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patchseek serve}: the search service and its page. */
@Command(
    name = "serve",
    description = {
      "Answer searches over HTTP, with a page to type into.",
      "Every setting also comes from a file or the environment: docs/configuration.md."
    })
public final class ServeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--index", paramLabel = "DIR", description = "The index.")
  private Path index;

  @Option(
      names = "--model",
      paramLabel = "BUNDLE",
      description = "The bundle the index was made with (default: where it was then).")
  private Path model;

  @Option(names = "--port", description = "0 for any free one (default: 8080).")
  private Integer port;

  @Option(
      names = "--host",
      description =
          "The interface to listen on (default: 127.0.0.1); 0.0.0.0 lets other machines in.")
  private String host;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "For metrics and health; 0 for any free one, -1 for none (default: 8081).")
  private Integer managementPort;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "The API keys, as 'patchseek key' writes them.")
  private Path keys;

  @Option(names = "--open", description = "Let everybody search, without a key.")
  private boolean open;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "A folder that jobs may index; may be given several times.")
  private List<Path> folders = List.of();

  @Option(names = "--config", paramLabel = "FILE", description = "Settings, .yaml or .properties.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Any setting, such as --set picture-size=8MB.")
  private Map<String, String> settings = Map.of();

  @Override
  public Integer call() throws InterruptedException {
    try (SearchServer server = SearchServer.start(flags())) {
      spec.commandLine()
          .getOut()
          .printf("PatchSeek answers at %s (Ctrl-C stops it)%n", server.address());
      spec.commandLine().getOut().flush();
      server.awaitStop();
    }
    return 0;
  }

  private Map<String, String> flags() {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("patchseek.index", index);
    given.put("patchseek.model", model);
    given.put("patchseek.host", host);
    given.put("patchseek.port", port);
    given.put("patchseek.management-port", managementPort);
    given.put("patchseek.keys", keys);
    given.put("patchseek.open", open ? true : null);
    given.put(
        "patchseek.folders",
        folders.isEmpty()
            ? null
            : folders.stream().map(Path::toString).collect(Collectors.joining(",")));
    given.put(
        "spring.config.additional-location", config == null ? null : config.toUri().toString());
    settings.forEach((name, value) -> given.put("patchseek." + name, value));
    Map<String, String> flags = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          if (value != null) {
            flags.put(name, value.toString());
          }
        });
    return flags;
  }
}
