package dev.patchseek.indexer.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Names the index that a command works on; mixed into the commands that need one. */
final class IndexOption {

  @Option(
      names = "--index",
      required = true,
      paramLabel = "DIR",
      description = "Directory that 'patchseek index' wrote")
  private Path directory;

  Path directory() {
    return directory;
  }
}
