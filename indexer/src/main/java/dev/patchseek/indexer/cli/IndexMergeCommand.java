package dev.patchseek.indexer.cli;

import dev.patchseek.indexer.write.IndexMerge;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchseek index merge}: folds shards into one index. */
@Command(
    name = "merge",
    description = {
      "Fold shards, or indexes of the same model, into one new index.",
      "They stay as they are; nothing may write to them meanwhile."
    })
final class IndexMergeCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "SHARDS",
      arity = "1..*",
      description = "A directory of shards, or several indexes")
  private List<Path> indexes;

  @Option(
      names = "--index",
      required = true,
      paramLabel = "OUT",
      description = "Directory of the new index; must be empty or missing")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    long images = IndexMerge.run(indexes, out);
    spec.commandLine().getOut().printf("%s: %d images%n", out, images);
    return 0;
  }
}
