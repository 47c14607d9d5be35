package dev.patchseek.indexer.cli;

import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.inspect.IndexCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patchseek index verify}: proves an index sound, or says what is not. */
@Command(
    name = "verify",
    description = {
      "Check every file, id and vector of an index, and embed some images again.",
      "Nothing may write to the index meanwhile."
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:the index is sound", "2:it cannot be read", "4:it has faults; see stderr"})
final class IndexVerifyCommand implements Callable<Integer> {

  private static final int FAULTY = 4;

  @Mixin private IndexOption index;

  @Option(
      names = "--model",
      paramLabel = "BUNDLE",
      description = "The model of the index, if it has moved since")
  private Path model;

  @Option(
      names = "--sample",
      description = "Images that are embedded again; 0 needs no model (default: ${DEFAULT-VALUE})")
  private int sample = 20;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    IndexCheck check = check();
    PrintWriter err = spec.commandLine().getErr();
    check.faults().forEach(err::println);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d images, %s; %d embedded again, least cosine %.6f; %d originals gone or changed%n",
            index.directory(),
            check.images(),
            check.faults().isEmpty() ? "sound" : "FAULTY",
            check.sample().compared(),
            check.sample().leastCosine(),
            check.sample().goneOrChanged());
    return check.faults().isEmpty() ? 0 : FAULTY;
  }

  private IndexCheck check() {
    if (sample == 0) {
      return IndexCheck.run(index.directory());
    }
    try (Bundle bundle = Bundle.load(IndexManifest.bundle(index.directory(), model))) {
      return IndexCheck.run(index.directory(), bundle, sample);
    }
  }
}
