package dev.patchseek.api.search;

import java.util.List;

/**
 * The answer to a query.
 *
 * @param query as typed
 * @param unread the end of the query that did not fit into the text tower; normally empty
 * @param tokens in reading order
 * @param hits best first
 * @param tookMillis spent on the answer
 */
record SearchAnswer(
    String query, String unread, List<Token> tokens, List<FoundImage> hits, double tookMillis) {

  /**
   * A token of the query.
   *
   * @param start index of its first UTF-16 unit in the query
   * @param end index behind its last UTF-16 unit
   * @param word number of the word it belongs to, from 0
   * @param weight of it in every score, 0..1; those of a query sum to 1
   */
  record Token(String text, int start, int end, int word, float weight) {}

  /**
   * A picture that answers the query.
   *
   * @param path inside the folder or tar that was indexed
   * @param score the sum over the tokens of weight times the best patch's similarity, plus global
   * @param global what the picture as a whole adds to the score; 0 for a model of patches alone
   * @param width in pixels
   * @param height in pixels
   * @param thumbnail where a small JPEG of it is
   * @param file where the original is
   * @param matches one for each token
   */
  record FoundImage(
      String id,
      String path,
      float score,
      float global,
      int width,
      int height,
      String thumbnail,
      String file,
      List<Match> matches) {}

  /**
   * The patch of a picture that answers a token best.
   *
   * @param token its number in the query
   * @param score their similarity, -1..1
   * @param box what the patch saw: left, top, right, bottom in pixels of the picture
   */
  record Match(int token, float score, Patch patch, float[] box) {}

  /** A place in the grid of patches, from 0 at the top left. */
  record Patch(int row, int column) {}
}
