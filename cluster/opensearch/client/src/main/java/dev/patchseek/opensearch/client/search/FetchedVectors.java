package dev.patchseek.opensearch.client.search;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.ImageVectors;
import dev.patchseek.indexer.kernel.MaxSim;
import dev.patchseek.indexer.kernel.QueryTokens;
import dev.patchseek.indexer.query.Heat;
import dev.patchseek.indexer.query.UnavailableException;
import java.lang.foreign.MemorySegment;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/**
 * The vectors of one image as the cluster stores them.
 *
 * @param manifest of the index
 * @param patches of the image
 * @param global of the image as a whole
 * @param hub what the similarity of the whole image is lowered by
 */
record FetchedVectors(
    ClusterManifest manifest, ImageVectors patches, ImageVectors global, float hub) {

  /**
   * Reads the field {@code image} of a hit.
   *
   * @throws UnavailableException when it is not there
   */
  static FetchedVectors of(JsonNode hit, ClusterManifest manifest) {
    JsonNode image = hit.path("fields").path("image").path(0);
    if (!image.has("patches")) {
      throw new UnavailableException(
          "the cluster's plugin sends no vectors: install that of this PatchSeek on all nodes",
          null);
    }
    return new FetchedVectors(
        manifest,
        new ImageVectors(bytes(image, "patches"), bytes(image, "codes")),
        new ImageVectors(bytes(image, "global"), bytes(image, "globalCode")),
        image.path("hub").floatValue());
  }

  private static MemorySegment bytes(JsonNode image, String name) {
    return MemorySegment.ofArray(Base64.getDecoder().decode(image.path(name).asString()));
  }

  PatchEmbeddings embeddings() {
    ModelIdentity model = manifest.model();
    return new PatchEmbeddings(
        model.rows(),
        model.columns(),
        model.dim(),
        manifest.precision().toVectors(patches, model.patchCount(), model.dim()),
        manifest.precision().toVectors(global, 1, model.dim()),
        hub);
  }

  Heat heat(QueryTokens tokens) {
    ModelIdentity model = manifest.model();
    return new Heat(
        model.rows(),
        model.columns(),
        MaxSim.similarities(manifest.precision(), tokens, patches, model.patchCount()));
  }
}
