package dev.patchseek.opensearch.client.load;

import dev.patchseek.data.Sha256;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.metadata.MetadataFields;
import dev.patchseek.opensearch.client.http.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An image as it is sent to a cluster.
 *
 * @param id of the image, and of its document
 * @param checksum SHA-256 of all that is sent; documents of equal checksum are equal
 * @param json the document
 */
record ImageDocument(String id, String checksum, byte[] json) {

  /** Puts an image's document together. */
  static ImageDocument of(ImageRecord image, PackedVectors vectors) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", image.id());
    document.put("path", image.path());
    document.put("source", image.source().toString());
    document.put("width", image.width());
    document.put("height", image.height());
    document.put("sha256", image.contentHash());
    document.put("bytes", image.stamp().bytes());
    document.put("modified", image.stamp().modified().toEpochMilli());
    document.put("metadata", image.metadata().values());
    document.put("attribute", attributes(image));
    String sha256 = vectors.sha256();
    String described = Cluster.JSON.writeValueAsString(document) + sha256 + vectors.hub();
    String checksum = Sha256.hex(described.getBytes(StandardCharsets.UTF_8));
    document.put("checksum", checksum);
    document.put("image", vectors.toMap(sha256));
    return new ImageDocument(image.id(), checksum, Cluster.JSON.writeValueAsBytes(document));
  }

  private static List<String> attributes(ImageRecord image) {
    List<String> attributes = new ArrayList<>();
    image
        .metadata()
        .values()
        .forEach(
            (key, values) ->
                values.forEach(value -> attributes.add(MetadataFields.attribute(key, value))));
    return attributes;
  }
}
