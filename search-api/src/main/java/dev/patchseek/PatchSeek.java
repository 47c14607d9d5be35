package dev.patchseek;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.cli.IndexCommand;
import dev.patchseek.indexer.cli.SearchCommand;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code patchseek} command: every program is one of its subcommands.
 *
 * <p>Exit status: 0 done; 2 when the user's input cannot be used, with one line on stderr that says
 * why; 1 when the program itself failed, with a stack trace.
 */
@Command(
    name = "patchseek",
    description = "Text-to-image search that shows which patch answered which word.",
    mixinStandardHelpOptions = true,
    versionProvider = PatchSeek.ManifestVersion.class,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {IndexCommand.class, SearchCommand.class},
    footer = {"", "More on one command: patchseek COMMAND --help"})
public final class PatchSeek implements Runnable {

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    int status = commandLine().execute(args);
    // a failed command must not wait for threads that libraries left behind
    System.exit(status);
  }

  /** The whole command tree, ready to execute. */
  public static CommandLine commandLine() {
    return new CommandLine(new PatchSeek())
        .setParameterExceptionHandler(PatchSeek::explainUsage)
        .setExecutionExceptionHandler(PatchSeek::explainFailure);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See the list below.");
  }

  private static int explainUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("patchseek: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    if (command.getParent() == null && args.length == 0) {
      command.usage(err);
    } else {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static int explainFailure(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    if (e instanceof InvalidInputException) {
      command.getErr().println("patchseek: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    throw e;
  }

  /** Reads the version that the build wrote into the jar's manifest. */
  static final class ManifestVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = PatchSeek.class.getPackage().getImplementationVersion();
      return new String[] {
        "patchseek " + Optional.ofNullable(version).orElse("(not run from its jar)")
      };
    }
  }
}
