package dev.patchseek.opensearch.client.search;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.http.RefusedException;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/**
 * What the mapping of a cluster's index says, as the manifest of one on this machine does.
 *
 * @param model that embedded the images
 * @param precision of the stored vectors
 */
record ClusterManifest(ModelIdentity model, Precision precision) {

  private static final int NOT_FOUND = 404;

  /**
   * Reads the mapping.
   *
   * @param name of the index, or of an alias of one
   * @throws InvalidInputException when there is no index of images with this name
   * @throws IOException when the cluster does not answer, or refuses to
   */
  static ClusterManifest read(Cluster cluster, String name) throws IOException {
    JsonNode answer;
    try {
      answer = cluster.send("GET", "/" + name + "/_mapping", null);
    } catch (RefusedException e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
      throw new InvalidInputException(
          "the cluster has no index %s: load one with cluster/opensearch/load".formatted(name), e);
    }
    if (answer.size() != 1) {
      throw new InvalidInputException(
          "%s names %d indexes of the cluster, expected one".formatted(name, answer.size()));
    }
    JsonNode mapping = answer.iterator().next().path("mappings");
    JsonNode field = mapping.path("properties").path("image");
    if (!field.path("type").asString("").equals("patch_embeddings")) {
      throw new InvalidInputException(
          "the index %s of the cluster is none that cluster/opensearch/load made".formatted(name));
    }
    if (!mapping.path("properties").has("number")) {
      throw new InvalidInputException(
          "the index %s of the cluster was made by an older PatchSeek: load into a new one"
              .formatted(name));
    }
    return new ClusterManifest(
        new ModelIdentity(
            mapping.path("_meta").path("model").asString("another model"),
            field.path("fingerprint").asString(""),
            field.path("dim").asInt(),
            field.path("rows").asInt(),
            field.path("columns").asInt(),
            field.path("global_weight").floatValue()),
        Precision.of(field.path("precision").asString("")));
  }

  /**
   * Refuses any model but the index's own.
   *
   * @param name of the index, for the message
   * @throws InvalidInputException when its embeddings cannot be compared with the index's
   */
  void requireModel(String name, ModelIdentity given) {
    if (!model.fingerprint().equals(given.fingerprint())) {
      throw new InvalidInputException(
          "the index %s of the cluster was made by model %s, got %s: pass the bundle it was made with,"
                  .formatted(name, model, given)
              + " or load an index that was made with this one");
    }
  }
}
