package dev.patchseek.opensearch.client.load;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.opensearch.client.document.DocumentFields;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.http.RefusedException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The index of a cluster that images are loaded into: made once, and of one model. */
final class ClusterMapping {

  private static final int NOT_FOUND = 404;

  /** The widest window of a search, and some more, see {@code WindowSearch}. */
  private static final int WIDEST = 100_000;

  /** Each key of metadata may have two. */
  private static final int MOST_FIELDS = 10_000;

  private static final Map<String, Object> KEYWORD = Map.of("type", "keyword");

  private ClusterMapping() {}

  /**
   * Makes the index if it is not there, with a codebook where its shards are worth one.
   *
   * @throws InvalidInputException when it is there for another model or precision
   */
  static void ensure(Cluster cluster, IndexedImages images, LoadRequest request)
      throws IOException {
    String name = request.name();
    Map<String, Object> field = field(images.manifest());
    try {
      requireSame(name, field, cluster.send("GET", "/" + name + "/_mapping", null));
    } catch (RefusedException e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
      images
          .codebook(request.shards())
          .ifPresent(codebook -> field.put("codebook", codebook.toBytes()));
      cluster.send(
          "PUT",
          "/" + name,
          Map.of(
              "settings",
              Map.of("index", settings(request)),
              "mappings",
              mappings(field, images.manifest().model().name())));
    }
  }

  private static Map<String, Object> field(IndexManifest manifest) {
    if (manifest.isPooled()) {
      throw new InvalidInputException(
          "the index stores vectors as %s, a cluster takes one for each patch: index again without --pool"
              .formatted(manifest.storage()));
    }
    ModelIdentity model = manifest.model();
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("type", "patch_embeddings");
    field.put("fingerprint", model.fingerprint());
    field.put("dim", model.dim());
    field.put("rows", model.rows());
    field.put("columns", model.columns());
    field.put("precision", manifest.precision().toString());
    field.put("global_weight", model.globalWeight());
    return field;
  }

  private static Map<String, Object> settings(LoadRequest request) {
    return Map.of(
        "number_of_shards", request.shards(),
        "number_of_replicas", request.replicas(),
        "max_result_window", WIDEST,
        "mapping", Map.of("total_fields", Map.of("limit", MOST_FIELDS)));
  }

  private static Map<String, Object> mappings(Map<String, Object> field, String model) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String name : List.of("id", "path", "source", "attribute")) {
      properties.put(name, KEYWORD);
    }
    for (String name : List.of("sha256", "checksum")) {
      properties.put(name, Map.of("type", "keyword", "index", false, "doc_values", false));
    }
    properties.put("width", Map.of("type", "integer"));
    properties.put("height", Map.of("type", "integer"));
    properties.put("bytes", Map.of("type", "long"));
    properties.put("modified", Map.of("type", "date"));
    properties.put("metadata", Map.of("type", "object", "enabled", false));
    properties.put(DocumentFields.NUMBERS, Map.of("type", "object", "dynamic", true));
    properties.put(DocumentFields.TIMES, Map.of("type", "object", "dynamic", true));
    properties.put("image", field);
    return Map.of(
        "dynamic",
        "strict",
        "dynamic_templates",
        List.of(every(DocumentFields.NUMBERS, "double"), every(DocumentFields.TIMES, "long")),
        "_meta",
        Map.of("model", model),
        "_source",
        Map.of("excludes", List.of("image", DocumentFields.NUMBERS, DocumentFields.TIMES)),
        "properties",
        properties);
  }

  /** Fields of an object that come with the images: points to filter by, and nothing else. */
  private static Map<String, Object> every(String object, String type) {
    Map<String, Object> points = Map.of("type", type, "doc_values", false);
    return Map.of(object, Map.of("path_match", object + ".*", "mapping", points));
  }

  private static void requireSame(String name, Map<String, Object> field, JsonNode answer) {
    JsonNode properties = answer.path(name).path("mappings").path("properties");
    if (!properties.has(DocumentFields.NUMBERS)) {
      throw new InvalidInputException(
          "the index %s of the cluster was made by something else, or by an older PatchSeek: load into"
                  .formatted(name)
              + " another one");
    }
    JsonNode there = properties.path("image");
    field.forEach(
        (key, expected) -> {
          String got = there.path(key).asString("none");
          if (!got.equals(expected.toString())) {
            throw new InvalidInputException(
                "the index %s of the cluster has %s %s, the images have %s: load into another one"
                    .formatted(name, key, got, expected));
          }
        });
  }
}
