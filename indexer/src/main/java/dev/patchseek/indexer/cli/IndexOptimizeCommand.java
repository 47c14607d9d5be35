package dev.patchseek.indexer.cli;

import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code patchseek index optimize}: trains a new codebook. */
@Command(
    name = "optimize",
    description = {
      "Learn anew which images to look at first.",
      "Worth it when an index has become many times larger, or shows other things than it did."
          + " Searches go on meanwhile; the directory needs room for two indexes."
    })
public final class IndexOptimizeCommand implements Runnable {

  @Mixin private IndexOption index;

  @Override
  public void run() {
    Path directory = index.directory();
    try (PatchIndexWriter writer =
        PatchIndexWriter.open(directory, IndexManifest.read(directory))) {
      writer.optimize();
    }
  }
}
