package dev.patchseek.spark.job;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.format.Shard;
import dev.patchseek.indexer.format.ShardManifest;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.spark.listing.ImageReference;
import dev.patchseek.spark.listing.Place;
import dev.patchseek.spark.listing.PlaceListing;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Indexes pictures on a cluster: lists them, divides them by the hash of their names, and makes a
 * shard of each part. The table of shards is written when all are there; whatever ends a run before
 * that leaves the index as it was, and the same call again takes over the shards that were
 * finished.
 */
public final class SparkIndexing {

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration hadoop;

  private SparkIndexing(SparkSession spark) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = context.hadoopConfiguration();
  }

  /**
   * Makes the shards hold exactly the pictures of some places.
   *
   * @throws InvalidInputException when the places, the model or the directory cannot be used; the
   *     index stays as it was
   */
  public static SparkIndexingSummary run(SparkSession spark, SparkIndexingRequest request) {
    try {
      return new SparkIndexing(spark).run(request);
    } catch (IOException e) {
      throw new InvalidInputException(
          "the shards %s cannot be written: %s".formatted(request.index(), e), e);
    }
  }

  private SparkIndexingSummary run(SparkIndexingRequest given) throws IOException {
    List<Place> places = Place.find(given.images(), hadoop);
    SparkIndexingRequest request = given.withModelAt(absolute(given.model()));
    ShardStore store = new ShardStore(request.index(), hadoop);
    Bundle bundle = ExecutorModel.of(request.model(), hadoop);
    store.requireNothingElse();
    List<Shard> before = store.shards();
    JobSettings settings = settings(request, bundle, before.isEmpty() ? null : store.settings());
    Broadcast<SerializableConfiguration> shared =
        context.broadcast(new SerializableConfiguration(hadoop));
    List<ShardOutcome> outcomes =
        listed(places, request.metadata(), shared)
            .mapToPair(reference -> new Tuple2<>(reference.name(), reference))
            .partitionBy(new NamePartitioner(settings.shards()))
            .values()
            .mapPartitionsWithIndex(
                new ShardTask(request, settings, byPartition(before), shared), true)
            .collect();
    return published(outcomes, before, settings, store);
  }

  private static SparkIndexingSummary published(
      List<ShardOutcome> outcomes, List<Shard> before, JobSettings settings, ShardStore store)
      throws IOException {
    List<Shard> shards =
        outcomes.stream().filter(ShardOutcome::isIndexed).map(ShardOutcome::shard).toList();
    SparkIndexingSummary summary = SparkIndexingSummary.of(outcomes);
    if (shards.isEmpty()) {
      throw new InvalidInputException(
          "none of the %d pictures could be indexed; the first: %s"
              .formatted(summary.skipped(), summary.firstSkipped()));
    }
    store.write(settings);
    store.write(new ShardManifest(shards));
    // those who are just opening the shards of the run before still need them
    Set<String> needed = new HashSet<>();
    shards.forEach(shard -> needed.add(shard.name()));
    before.forEach(shard -> needed.add(shard.name()));
    store.removeAllBut(needed);
    return summary;
  }

  /** The settings of the runs before, or those of a first run; {@code before} is null there. */
  private JobSettings settings(SparkIndexingRequest request, Bundle bundle, JobSettings before) {
    int shards = before == null ? context.defaultParallelism() : before.shards();
    String precision = before == null ? Precision.INT8.toString() : before.precision();
    int pooled = before == null ? 0 : before.pooled();
    JobSettings given =
        new JobSettings(
            request.shards() == 0 ? shards : request.shards(),
            bundle.fingerprint(),
            request.precision() == null ? precision : request.precision().toString(),
            request.pool() == null ? pooled : request.pool());
    if (before != null) {
      before.requireSame(given, request.index());
    }
    return given;
  }

  private static Map<Integer, String> byPartition(List<Shard> shards) {
    Map<Integer, String> names = new HashMap<>();
    shards.forEach(shard -> names.put(ShardTask.partition(shard.name()), shard.name()));
    return names;
  }

  /** All pictures and lines of metadata, wherever in the cluster they were found. */
  private JavaRDD<ImageReference> listed(
      List<Place> places, String metadata, Broadcast<SerializableConfiguration> shared) {
    List<Place> direct =
        places.stream()
            .filter(it -> it.kind() == Place.Kind.FOLDER || it.kind() == Place.Kind.TAR)
            .toList();
    JavaRDD<ImageReference> all =
        context
            .parallelize(direct, Math.max(1, direct.size()))
            .flatMap(place -> listing(shared).list(place).iterator());
    for (Place manifest : places) {
      if (!direct.contains(manifest)) {
        all = all.union(lines(manifest).map(line -> listing(shared).picture(manifest, line)));
      }
    }
    if (metadata != null) {
      all =
          all.union(
              lines(new Place(Place.Kind.LINES, metadata))
                  .map(line -> listing(shared).metadata(metadata, line)));
    }
    return all;
  }

  private JavaRDD<String> lines(Place manifest) {
    Dataset<String> lines =
        manifest.kind() == Place.Kind.PARQUET
            ? spark.read().parquet(manifest.uri()).toJSON()
            : spark.read().textFile(manifest.uri());
    return lines.javaRDD().filter(line -> !line.isBlank());
  }

  private static PlaceListing listing(Broadcast<SerializableConfiguration> shared) {
    return new PlaceListing(shared.value().value());
  }

  /** Of a local place the path alone, as an index remembers its model. */
  private String absolute(String place) throws IOException {
    Path path = new Path(place);
    Path qualified = path.getFileSystem(hadoop).makeQualified(path);
    return qualified.toUri().getScheme().equals("file")
        ? qualified.toUri().getPath()
        : qualified.toString();
  }
}
