package dev.patchseek.indexer.cli;

import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.inspect.IndexStats;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code patchseek index stats}: says what an index holds and what it takes. */
@Command(
    name = "stats",
    description = "Say what an index holds: images, model, segments, and bytes per image by field.")
final class IndexStatsCommand implements Callable<Integer> {

  @Mixin private IndexOption index;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    IndexStats stats = IndexStats.of(index.directory());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %d images, %s%d segments, %.1f %% deleted, %.1f MB%n",
        index.directory(),
        stats.images(),
        stats.parts() == 1 ? "" : stats.parts() + " shards, ",
        stats.segments(),
        100 * stats.deletedShare(),
        stats.bytes() / 1e6);
    IndexManifest manifest = stats.manifest();
    out.printf(
        "model  %s%n       at %s%nstored as %s%n",
        manifest.model(), manifest.bundle(), manifest.storage());
    double documents = Math.max(1, stats.images() + stats.deleted());
    out.printf(Locale.ROOT, "bytes per image  %,12.1f%n", stats.bytes() / documents);
    stats
        .bytesByField()
        .forEach(
            (field, bytes) ->
                out.printf(Locale.ROOT, "  %-14s %,12.1f%n", field, bytes / documents));
    return 0;
  }
}
