package dev.patchseek;

import dev.patchseek.api.cli.KeyCommand;
import dev.patchseek.api.cli.ServeCommand;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.cli.PictureBookCommand;
import dev.patchseek.demo.DemoCommand;
import dev.patchseek.encoder.cli.EncodeCommand;
import dev.patchseek.encoder.cli.MixCommand;
import dev.patchseek.encoder.cli.PullCommand;
import dev.patchseek.indexer.cli.IndexCommand;
import dev.patchseek.indexer.cli.SearchCommand;
import dev.patchseek.trainer.cli.EvalCommand;
import dev.patchseek.trainer.cli.ExportCommand;
import dev.patchseek.trainer.cli.LabCommand;
import dev.patchseek.trainer.cli.PretrainCommand;
import dev.patchseek.trainer.cli.RankCommand;
import dev.patchseek.trainer.cli.ReportCommand;
import dev.patchseek.trainer.cli.ResultsCommand;
import dev.patchseek.trainer.cli.TrainCommand;
import java.io.PrintWriter;
import java.util.Optional;
import org.slf4j.bridge.SLF4JBridgeHandler;
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
    description = {
      "Text-to-image search that shows which patch answered which word.",
      "More on one command: patchseek COMMAND --help"
    },
    mixinStandardHelpOptions = true,
    versionProvider = PatchSeek.ManifestVersion.class,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {
      DemoCommand.class,
      PictureBookCommand.class,
      PullCommand.class,
      PretrainCommand.class,
      TrainCommand.class,
      EvalCommand.class,
      ResultsCommand.class,
      ReportCommand.class,
      RankCommand.class,
      LabCommand.class,
      ExportCommand.class,
      MixCommand.class,
      EncodeCommand.class,
      IndexCommand.class,
      SearchCommand.class,
      ServeCommand.class,
      KeyCommand.class
    })
public final class PatchSeek implements Runnable {

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    // Lucene logs through java.util.logging: bring its words under the levels of logback.xml
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
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
