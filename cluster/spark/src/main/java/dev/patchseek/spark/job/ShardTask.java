package dev.patchseek.spark.job;

import dev.patchseek.data.Directories;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.format.Shard;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.write.IndexingOptions;
import dev.patchseek.indexer.write.IndexingSummary;
import dev.patchseek.indexer.write.Removal;
import dev.patchseek.indexer.write.ShardIndexing;
import dev.patchseek.spark.listing.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes the shard of one partition, on an executor. Nobody sees it before it is complete.
 *
 * @param request what the job was asked for
 * @param settings of this and all other runs
 * @param before names of the shards of the last run, by partition
 * @param hadoop how to reach filesystems
 */
record ShardTask(
    SparkIndexingRequest request,
    JobSettings settings,
    Map<Integer, String> before,
    Broadcast<SerializableConfiguration> hadoop)
    implements Function2<Integer, Iterator<ImageReference>, Iterator<ShardOutcome>> {

  private static final Pattern NAME = Pattern.compile("shard-(\\d{5})-[0-9a-f]{16}");
  private static final int NAMED = 20;

  static boolean isShard(String name) {
    return NAME.matcher(name).matches();
  }

  /** The partition that a shard is of. */
  static int partition(String name) {
    return Integer.parseInt(name.substring("shard-".length(), "shard-".length() + 5));
  }

  @Override
  public Iterator<ShardOutcome> call(Integer partition, Iterator<ImageReference> listed)
      throws IOException {
    PartitionImages images = PartitionImages.of(listed);
    if (images.images().isEmpty()) {
      return List.of(ShardOutcome.ofNothing(images.unmatched())).iterator();
    }
    String input = images.digest(settings);
    String name = "shard-%05d-%.16s".formatted(partition, input);
    Configuration configuration = hadoop.value().value();
    ShardStore store = new ShardStore(request.index(), configuration);
    Optional<Shard> there = store.find(name);
    ShardOutcome outcome =
        there.isPresent()
            ? ShardOutcome.untouched(there.get(), images.unmatched())
            : made(partition, name, input, images, store, configuration);
    return List.of(outcome).iterator();
  }

  private ShardOutcome made(
      int partition,
      String name,
      String input,
      PartitionImages images,
      ShardStore store,
      Configuration configuration)
      throws IOException {
    Path work = Files.createTempDirectory("patchseek-shard");
    try {
      Path index = work.resolve(name);
      if (before.containsKey(partition)) {
        store.fetch(before.get(partition), index);
      }
      Path report = work.resolve(ShardStore.SKIPPED_FILE);
      IndexingSummary summary =
          indexing(images, configuration)
              .run(
                  index,
                  new HadoopImages(images.images(), configuration),
                  images.names(),
                  images.refused(),
                  report);
      if (!Files.exists(index)) {
        return outcome(null, summary, images.unmatched());
      }
      Files.move(report, index.resolve(ShardStore.SKIPPED_FILE));
      Shard shard = Shard.of(index, summary.skipped(), input);
      long attempt = TaskContext.get().taskAttemptId();
      return outcome(store.publish(index, shard, attempt), summary, images.unmatched());
    } finally {
      Directories.delete(work);
    }
  }

  private ShardIndexing indexing(PartitionImages images, Configuration configuration) {
    Bundle bundle = ExecutorModel.of(request.model(), settings.model(), configuration);
    IndexingOptions options =
        new IndexingOptions(
            request.batch(),
            request.threads(),
            Integer.MAX_VALUE,
            Removal.NOTHING,
            false,
            Precision.of(settings.precision()),
            settings.pooled());
    return new ShardIndexing(bundle, Path.of(request.model()), images.metadata(), options);
  }

  private static ShardOutcome outcome(Shard shard, IndexingSummary summary, long unmatched) {
    return new ShardOutcome(
        shard,
        false,
        summary.added() + summary.updated(),
        summary.skipped(),
        summary.firstSkipped().stream()
            .limit(NAMED)
            .map(skipped -> skipped.path() + ": " + skipped.reason())
            .toList(),
        unmatched);
  }
}
