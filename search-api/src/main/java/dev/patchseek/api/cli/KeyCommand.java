package dev.patchseek.api.cli;

import dev.patchseek.api.security.ApiKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchseek key}: a key for the service. */
@Command(
    name = "key",
    description = "Make an API key for the service: shown once, kept in the file as its hash.",
    showDefaultValues = true)
public final class KeyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Who will use it.")
  private String name;

  @Option(names = "--role", defaultValue = "read", description = "read, write or admin.")
  private String role;

  @Option(names = "--keys", paramLabel = "FILE", required = true, description = "The file.")
  private Path keys;

  @Override
  public Integer call() throws IOException {
    spec.commandLine().getOut().println(ApiKeys.add(keys, name, role));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
