package dev.patchseek.indexer.cli;

import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.write.Indexing;
import dev.patchseek.indexer.write.IndexingOptions;
import dev.patchseek.indexer.write.IndexingRequest;
import dev.patchseek.indexer.write.IndexingSummary;
import dev.patchseek.indexer.write.Removal;
import dev.patchseek.indexer.write.SkippedImage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchseek index}: makes images searchable. */
@Command(
    name = "index",
    description = {
      "Make the images of a folder or tar searchable.",
      "Run again, it embeds only what is new or has changed."
    },
    subcommands = {
      IndexStatsCommand.class,
      IndexVerifyCommand.class,
      IndexExportCommand.class,
      IndexOptimizeCommand.class,
      IndexShardsCommand.class,
      IndexMergeCommand.class
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:every image is in the index",
      "2:nothing was indexed: the input cannot be used",
      "3:done, but some images were skipped: see stderr, and --report for all"
    })
public final class IndexCommand implements Callable<Integer> {

  private static final int SOME_SKIPPED = 3;

  /** Absent where a subcommand is given. */
  @ArgGroup(exclusive = false, multiplicity = "0..1")
  private Job job;

  /** What to index, with which model, where to. */
  static final class Job {

    @Parameters(
        paramLabel = "FOLDER|TAR",
        arity = "1",
        description = "Images: a folder, with all below, or a tar")
    private Path images;

    @Option(
        names = "--model",
        required = true,
        paramLabel = "BUNDLE",
        description = "Directory of the model that 'patchseek train' wrote")
    private Path model;

    @Option(
        names = "--index",
        required = true,
        paramLabel = "DIR",
        description = "Directory of the index; made if it does not exist")
    private Path index;
  }

  @Option(
      names = "--metadata",
      paramLabel = "FILE",
      description = {
        "CSV or JSON lines with tags and other values of the images, named by file_name",
        "(default: metadata.jsonl in the folder, if there is one)"
      })
  private Path metadata;

  @Option(names = "--batch", description = "Images embedded at a time (default: ${DEFAULT-VALUE})")
  private int batch = IndexingOptions.defaults().batch();

  @Option(
      names = "--threads",
      description = "Threads that decode ahead (default: ${DEFAULT-VALUE})")
  private int threads = IndexingOptions.defaults().threads();

  @Option(
      names = "--commit-every",
      description = "Images between two commits (default: ${DEFAULT-VALUE})")
  private int commitEvery = IndexingOptions.defaults().commitEvery();

  @Option(
      names = "--precision",
      paramLabel = "int8|float32",
      converter = PrecisionConverter.class,
      description =
          "How a new index stores vectors; float32 takes four times the room (default: int8)")
  private Precision precision;

  @Option(
      names = "--pool",
      paramLabel = "K",
      description = {
        "Vectors that a new index keeps of an image: patches that are alike share one.",
        "0, the default, keeps one for every patch; 16 need a tenth of the room"
      })
  private Integer pool;

  @Option(
      names = "--sync",
      description = {
        "Remove images from the index that have gone from the folder or tar;",
        "nothing, where a whole folder has none left, as when a disk is not mounted"
      })
  private boolean sync;

  @Option(names = "--sync-folders", description = "As --sync, but also where that empties folders")
  private boolean syncFolders;

  @Option(
      names = "--rehash",
      description = "Read every file, also where length and time are as they were")
  private boolean rehash;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a line of JSON for every image that is skipped or removed")
  private Path report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (job == null) {
      throw new ParameterException(
          spec.commandLine(),
          "What is to be indexed? Name a folder or tar, --model and --index, or a subcommand.");
    }
    IndexingOptions options =
        new IndexingOptions(batch, threads, commitEvery, removal(), rehash, precision, pool);
    IndexingSummary summary =
        Indexing.run(
            new IndexingRequest(job.images, job.model, job.index, metadata, report, options),
            System.err);
    PrintWriter err = spec.commandLine().getErr();
    for (SkippedImage skipped : summary.firstSkipped()) {
      err.printf("skipped %s: %s%n", skipped.path(), skipped.reason());
    }
    if (summary.skipped() > IndexingSummary.NAMED) {
      err.printf(
          "and %d more; --report FILE names them all%n", summary.skipped() - IndexingSummary.NAMED);
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d images added, %d updated, %d unchanged, %d removed, %d skipped in %.1f s%n",
            job.index,
            summary.added(),
            summary.updated(),
            summary.unchanged(),
            summary.removed(),
            summary.skipped(),
            summary.time().toMillis() / 1000.0);
    return summary.skipped() == 0 ? 0 : SOME_SKIPPED;
  }

  private Removal removal() {
    if (syncFolders) {
      return Removal.FOLDERS;
    }
    return sync ? Removal.IMAGES : Removal.NOTHING;
  }

  /** Names of precisions, as an index spells them. */
  private static final class PrecisionConverter implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String name) {
      return Precision.of(name);
    }
  }
}
