package dev.patchseek.indexer.write;

import dev.patchseek.data.dataset.ListedImages;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.metadata.MetadataFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Makes an index hold exactly some images: those that it holds unchanged stay, others are embedded,
 * and what is not among them goes.
 *
 * @param bundle the loaded model
 * @param place of the model, which the index remembers
 * @param metadata what people know of the images
 * @param options precision int8 and no pooling where they are null
 */
public record ShardIndexing(
    Bundle bundle, Path place, MetadataFile metadata, IndexingOptions options) {

  /**
   * Indexes; everything is committed when it returns. Where none of the images can be used and the
   * index is new, no index is left.
   *
   * @param index its directory, made when it does not exist
   * @param images what it is to hold
   * @param names of all these images
   * @param refused images that are to be reported as skipped, with their reasons
   * @param report a file for a line of JSON for each image that was skipped or removed
   */
  public IndexingSummary run(
      Path index, ListedImages images, Set<String> names, List<SkippedImage> refused, Path report) {
    IndexManifest manifest = options.manifest(ModelIdentity.of(bundle), place);
    try (SkipReport skips = SkipReport.to(report);
        PatchIndexWriter writer = PatchIndexWriter.open(index, manifest)) {
      writer.requirePrecision(manifest.precision());
      writer.requirePooling(manifest.pooled());
      return new IndexingRun(PatchEmbedder.of(bundle), writer, metadata, options, skips)
          .runExactly(images, names, refused, (done, total, skipped) -> {});
    }
  }
}
