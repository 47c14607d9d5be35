package dev.patchseek.indexer.cli;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.IndexParts;
import dev.patchseek.indexer.format.Shard;
import dev.patchseek.indexer.format.ShardManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchseek index shards}: makes several indexes one. */
@Command(
    name = "shards",
    description = {
      "Make the indexes in a directory the shards of one index, which is searched as one.",
      "Writes DIR/shards.json. An image must not be in two of them: 'patchseek index verify' tells."
    })
final class IndexShardsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", arity = "1", description = "Directory of indexes")
  private Path directory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ShardManifest manifest = ShardManifest.of(directory);
    IndexParts.of(directory, manifest); // refuses shards that do not belong together
    try {
      manifest.write(directory);
    } catch (IOException e) {
      throw new InvalidInputException("cannot write to %s: %s".formatted(directory, e), e);
    }
    long images = manifest.shards().stream().mapToLong(Shard::images).sum();
    spec.commandLine()
        .getOut()
        .printf("%s: %d shards, %d images%n", directory, manifest.shards().size(), images);
    return 0;
  }
}
