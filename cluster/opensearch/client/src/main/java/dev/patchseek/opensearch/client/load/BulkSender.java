package dev.patchseek.opensearch.client.load;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.http.Patience;
import dev.patchseek.opensearch.client.http.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Sends images to an index of a cluster until it has them: those with another checksum, or none,
 * there. What a full cluster refuses is sent again after a while. Safe for many threads.
 */
final class BulkSender {

  private final Cluster cluster;
  private final String index;
  private final Duration patience;

  /**
   * Prepares to send.
   *
   * @param patience how long the cluster may take nothing
   */
  BulkSender(Cluster cluster, String index, Duration patience) {
    this.cluster = cluster;
    this.index = index;
    this.patience = patience;
  }

  /**
   * Sends what is not there.
   *
   * @return how many were sent
   * @throws InvalidInputException when the cluster will never take an image
   * @throws IOException when the cluster takes nothing for too long
   */
  int send(List<ImageDocument> images) throws IOException {
    Patience left = new Patience(patience);
    List<ImageDocument> missing = missing(images, left);
    List<ImageDocument> waiting = missing;
    while (!waiting.isEmpty()) {
      List<ImageDocument> refused = refused(waiting, left);
      if (refused.size() < waiting.size()) {
        left.restore();
      }
      waiting = refused;
    }
    return missing.size();
  }

  /** The images that the index does not have just so. */
  private List<ImageDocument> missing(List<ImageDocument> images, Patience left)
      throws IOException {
    List<String> ids = images.stream().map(ImageDocument::id).toList();
    Map<String, String> there = left.ask(() -> checksums(ids));
    return images.stream()
        .filter(image -> !image.checksum().equals(there.get(image.id())))
        .toList();
  }

  /** The checksums of images that the cluster has, by id. */
  private Map<String, String> checksums(List<String> ids) throws IOException {
    JsonNode answer =
        cluster.send("POST", "/" + index + "/_mget?_source=checksum", Map.of("ids", ids));
    Map<String, String> there = new HashMap<>();
    for (JsonNode document : answer.path("docs")) {
      if (document.has("error")) {
        throw new IOException(Cluster.reason(document.path("error")));
      }
      there.put(
          document.path("_id").asString(), document.path("_source").path("checksum").asString(""));
    }
    return there;
  }

  /** Sends images once; waits a little where some are to be sent again. */
  private List<ImageDocument> refused(List<ImageDocument> images, Patience left)
      throws IOException {
    try {
      JsonNode items =
          cluster
              .send("POST", "/" + index + "/_bulk", "application/x-ndjson", body(images))
              .path("items");
      if (items.size() != images.size()) {
        throw new IOException(
            "sent %d images, the answer has %d".formatted(images.size(), items.size()));
      }
      List<ImageDocument> refused = new ArrayList<>();
      String reason = "";
      for (int i = 0; i < images.size(); i++) {
        JsonNode item = items.get(i).path("index");
        if (item.path("status").asInt() >= 400) {
          reason = Cluster.reason(item.path("error"));
          requirePassing(images.get(i), item.path("status").asInt(), reason);
          refused.add(images.get(i));
        }
      }
      if (refused.size() == images.size()) {
        throw new IOException(reason);
      }
      return refused;
    } catch (IOException e) {
      left.waitAfter(e);
      return images;
    }
  }

  private static void requirePassing(ImageDocument image, int status, String reason) {
    if (!RefusedException.isPassing(status)) {
      throw new InvalidInputException(
          "the cluster refuses image %s: %s".formatted(image.id(), reason));
    }
  }

  private static byte[] body(List<ImageDocument> images) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (ImageDocument image : images) {
      body.writeBytes(
          "{\"index\":{\"_id\":\"%s\"}}\n"
              .formatted(image.id())
              .getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(image.json());
      body.write('\n');
    }
    return body.toByteArray();
  }
}
