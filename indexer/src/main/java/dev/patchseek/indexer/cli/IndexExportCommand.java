package dev.patchseek.indexer.cli;

import dev.patchseek.indexer.inspect.IndexExport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patchseek index export}: copies an index for other programs. */
@Command(
    name = "export",
    description = {
      "Write the vectors of an index as NumPy arrays.",
      "patches.npy [images, patches, dim] and global.npy [images, dim] hold 32-bit floats; line i of"
          + " images.jsonl says what row i of both is of."
    })
final class IndexExportCommand implements Callable<Integer> {

  @Mixin private IndexOption index;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to; must be empty or missing")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    long images = IndexExport.run(index.directory(), out);
    spec.commandLine().getOut().printf("%s: %d images%n", out, images);
    return 0;
  }
}
