package dev.patchseek.opensearch.client.search;

import dev.patchseek.indexer.query.MaxSimQuery;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** The plugin's query {@code maxsim}. */
final class MaxSimJson {

  private final Map<String, Object> parameters = new LinkedHashMap<>();

  /**
   * Asks an index for its best images.
   *
   * @param fingerprint of the model that embedded the query
   */
  MaxSimJson(String fingerprint, MaxSimQuery query) {
    parameters.put("field", "image");
    parameters.put("fingerprint", fingerprint);
    parameters.put("vectors", bytes(query.vectors()));
    parameters.put("weights", bytes(query.weights()));
    parameters.put("whole", bytes(query.whole()));
    parameters.put("hubs", query.hubs());
  }

  /** With one more of the parameters that docs/opensearch.md lists. */
  MaxSimJson with(String parameter, Object value) {
    parameters.put(parameter, value);
    return this;
  }

  Map<String, Object> toMap() {
    return Map.of("maxsim", parameters);
  }

  private static byte[] bytes(float[] floats) {
    ByteBuffer bytes =
        ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    return bytes.array();
  }
}
