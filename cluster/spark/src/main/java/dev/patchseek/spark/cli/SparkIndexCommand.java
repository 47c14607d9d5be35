package dev.patchseek.spark.cli;

import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.spark.job.SparkIndexing;
import dev.patchseek.spark.job.SparkIndexingRequest;
import dev.patchseek.spark.job.SparkIndexingSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchseek spark-index}: indexes on a Spark cluster. */
@Command(
    name = "spark-index",
    mixinStandardHelpOptions = true,
    description = {
      "Make pictures searchable on a Spark cluster: one shard for each part of them.",
      "Run again, it touches only shards whose pictures have changed; pictures that have gone are"
          + " forgotten. Places are paths or URIs of Hadoop filesystems (hdfs:, s3a:, file:) that"
          + " every machine reaches."
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:every picture is in the index",
      "2:the input cannot be used; the index is as it was",
      "3:done, but some pictures were skipped: see stderr, and skipped.jsonl of each shard"
    })
final class SparkIndexCommand implements Callable<Integer> {

  private static final int SOME_SKIPPED = 3;

  @Parameters(
      paramLabel = "IMAGES",
      arity = "1..*",
      description =
          "Folders, uncompressed tars, and manifests (.jsonl, .parquet) whose lines have file_name,"
              + " perhaps uri, and metadata; wildcards are Hadoop's")
  private List<String> images;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "BUNDLE",
      description = "Directory of the model that 'patchseek train' wrote")
  private String model;

  @Option(
      names = "--index",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the shards; made if it does not exist")
  private String index;

  @Option(
      names = "--shards",
      description = {
        "How many (default: as there are; at first, one for each core of the cluster).",
        "100,000 to 200,000 pictures a shard are a good size."
      })
  private int shards;

  @Option(
      names = "--metadata",
      paramLabel = "FILE",
      description = "JSON lines with tags and other values of the pictures, named by file_name")
  private String metadata;

  @Option(
      names = "--batch",
      defaultValue = "16",
      description = "Pictures embedded at a time (default: ${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "Threads of each task that decode ahead (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(
      names = "--precision",
      paramLabel = "int8|float32",
      converter = PrecisionConverter.class,
      description = "How new shards store vectors (default: int8)")
  private Precision precision;

  @Option(
      names = "--pool",
      paramLabel = "K",
      description = "Vectors that new shards keep of a picture; 0 for one a patch (default: 0)")
  private Integer pool;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    SparkIndexingRequest request =
        new SparkIndexingRequest(
            images, metadata, model, index, shards, batch, threads, precision, pool);
    SparkIndexingSummary summary;
    try (SparkSession spark = SparkSession.builder().appName("patchseek " + index).getOrCreate()) {
      summary = SparkIndexing.run(spark, request);
    }
    PrintWriter err = spec.commandLine().getErr();
    summary.firstSkipped().forEach(skipped -> err.println("skipped " + skipped));
    if (summary.unmatched() > 0) {
      err.printf("%d lines of metadata name no picture%n", summary.unmatched());
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d shards, %d of them untouched; %d pictures, %d embedded, %d skipped%n",
            index,
            summary.shards(),
            summary.untouched(),
            summary.images(),
            summary.embedded(),
            summary.skipped());
    return summary.skipped() == 0 ? 0 : SOME_SKIPPED;
  }

  /** Names of precisions, as an index spells them. */
  private static final class PrecisionConverter implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String name) {
      return Precision.of(name);
    }
  }
}
