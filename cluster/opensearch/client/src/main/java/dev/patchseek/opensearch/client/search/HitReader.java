package dev.patchseek.opensearch.client.search;

import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.query.Candidate;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.TokenMatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the hits of OpenSearch's answers. */
final class HitReader {

  /** What of a document an image is read from. */
  static final List<String> IMAGE = List.of("path", "source", "width", "height", "metadata");

  private HitReader() {}

  static List<JsonNode> hits(JsonNode answer) {
    return answer.path("hits").path("hits").valueStream().toList();
  }

  /** A hit that was sorted by score and id, with its place in the answer as document. */
  static Candidate candidate(JsonNode hit, int place) {
    return new Candidate(place, hit.path("sort").path(1).asString(), score(hit));
  }

  private static float score(JsonNode hit) {
    return found(hit).path("score").floatValue();
  }

  /** What the whole image adds to the score. */
  private static float global(JsonNode hit) {
    return found(hit).path("global").floatValue();
  }

  /** The best patch for each token of the query. */
  private static List<TokenMatch> matches(JsonNode hit, MaxSimQuery query) {
    JsonNode found = found(hit);
    List<TokenMatch> matches = new ArrayList<>();
    for (int token = 0; token < query.count(); token++) {
      matches.add(
          new TokenMatch(
              token,
              found.path("patches").path(token).asInt(),
              found.path("similarities").path(token).floatValue(),
              query.weights()[token]));
    }
    return matches;
  }

  private static JsonNode found(JsonNode hit) {
    return hit.path("fields").path("maxsim").path(0);
  }

  /** A hit with its best patches and the fields of {@link #IMAGE}. */
  static Hit hit(JsonNode hit, MaxSimQuery query) {
    return new Hit(image(hit), score(hit), global(hit), matches(hit, query));
  }

  /** An image by the fields of {@link #IMAGE}. */
  static IndexedImage image(JsonNode hit) {
    JsonNode source = hit.path("_source");
    return IndexedImage.of(
        source.path("path").asString(),
        Path.of(source.path("source").asString()),
        source.path("width").asInt(),
        source.path("height").asInt(),
        Metadata.fromJson(source.path("metadata").toString()));
  }
}
