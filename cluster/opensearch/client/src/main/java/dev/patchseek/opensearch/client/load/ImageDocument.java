package dev.patchseek.opensearch.client.load;

import dev.patchseek.data.Sha256;
import dev.patchseek.indexer.filter.FilterTarget;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.metadata.FilterableValue;
import dev.patchseek.opensearch.client.document.DocumentFields;
import dev.patchseek.opensearch.client.http.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    document.put(DocumentFields.NUMBERS, numbers(image));
    document.put(DocumentFields.TIMES, times(image));
    String sha256 = vectors.sha256();
    String described = Cluster.JSON.writeValueAsString(document) + sha256 + vectors.hub();
    String checksum = Sha256.hex(described.getBytes(StandardCharsets.UTF_8));
    document.put("checksum", checksum);
    document.put("image", vectors.toMap(sha256));
    return new ImageDocument(image.id(), checksum, Cluster.JSON.writeValueAsBytes(document));
  }

  private static List<String> attributes(ImageRecord image) {
    return FilterableValue.of(image.metadata()).stream().map(FilterableValue::attribute).toList();
  }

  private static Map<String, List<Double>> numbers(ImageRecord image) {
    Map<String, List<Double>> numbers = new TreeMap<>();
    numbers.put("width", List.of((double) image.width()));
    numbers.put("height", List.of((double) image.height()));
    numbers.put(FilterTarget.SIZE, List.of((double) image.stamp().bytes()));
    for (FilterableValue value : FilterableValue.of(image.metadata())) {
      value.number().ifPresent(number -> add(numbers, value.key(), number));
    }
    return numbers;
  }

  private static Map<String, List<Long>> times(ImageRecord image) {
    Map<String, List<Long>> times = new TreeMap<>();
    times.put(FilterTarget.MODIFIED, List.of(image.stamp().modified().toEpochMilli()));
    for (FilterableValue value : FilterableValue.of(image.metadata())) {
      value.time().ifPresent(time -> add(times, value.key(), time));
    }
    return times;
  }

  private static <T> void add(Map<String, List<T>> values, String key, T value) {
    values.computeIfAbsent(DocumentFields.name(key), name -> new ArrayList<>()).add(value);
  }
}
