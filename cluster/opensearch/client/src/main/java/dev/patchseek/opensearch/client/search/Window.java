package dev.patchseek.opensearch.client.search;

import dev.patchseek.data.Sha256;
import dev.patchseek.indexer.query.Candidate;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The best images of a cluster's index, and how they were found.
 *
 * @param best best first, with their exact scores
 * @param hits of the answer; a candidate's document is its place among them
 * @param plans what the shards did
 * @param nanos spent on it, in all shards side by side, with the ways there and back
 */
record Window(List<Candidate> best, List<JsonNode> hits, ShardPlans plans, long nanos) {

  private static final int DIGITS = 16;

  /**
   * What cursors remember of the index: the ranking itself. Another one is a change, whatever made
   * it; what changes elsewhere in the index changes no page.
   */
  long version() {
    ByteArrayOutputStream ranking = new ByteArrayOutputStream();
    for (Candidate candidate : best) {
      ranking.writeBytes(ByteBuffer.allocate(Float.BYTES).putFloat(candidate.score()).array());
      ranking.writeBytes(candidate.id().getBytes(StandardCharsets.UTF_8));
    }
    return Long.parseUnsignedLong(Sha256.hex(ranking.toByteArray()).substring(0, DIGITS), 16);
  }
}
