package dev.patchseek.api.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * The answer to a query.
 *
 * @param query as typed
 * @param unread the end of the query that did not fit into the text tower; normally empty
 * @param picture what the uploaded picture is called, to ask again without sending it; left out
 *     where none was searched by
 * @param tokens of the words to be seen, then of those to be avoided
 * @param hits best first
 * @param next cursor of the next page; left out on the last one
 * @param changed whether the index has changed since the page before
 * @param scores of all pages
 * @param explanation how the answer was found; left out unless asked for
 * @param tookMillis spent on the answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SearchAnswer(
    String query,
    String unread,
    String picture,
    List<Token> tokens,
    List<FoundImage> hits,
    String next,
    boolean changed,
    ScoreHistogram scores,
    How explanation,
    double tookMillis) {

  /**
   * A token of the query.
   *
   * @param start index of its first UTF-16 unit in the query
   * @param end index behind its last UTF-16 unit
   * @param word number of the word it belongs to, from 0
   * @param weight of it in every score; those of the words to be seen sum to 1, or to ½ beside a
   *     picture; words to be avoided have negative ones
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
   * @param metadata what people know of it: values by key
   * @param thumbnail where a small JPEG of it is
   * @param file where the original is
   * @param matches one for each token
   * @param pictureMatch what is most like a patch of the picture that was searched by; left out
   *     without one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FoundImage(
      String id,
      String path,
      float score,
      float global,
      int width,
      int height,
      Map<String, List<String>> metadata,
      String thumbnail,
      String file,
      List<Match> matches,
      Match pictureMatch) {}

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

  /**
   * How an answer was found.
   *
   * @param plan the name of the query plan
   * @param images in the index
   * @param admitted of them, those that met the filter
   * @param shards what each shard of a cluster did by itself; left out without a cluster
   */
  record How(
      String plan,
      int images,
      int admitted,
      List<Step> stages,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ShardPlan> shards) {}

  /**
   * How one shard found its best pictures.
   *
   * @param shard its number
   * @param plan the name of the query plan that it chose
   */
  record ShardPlan(int shard, String plan, List<Step> stages) {}

  /**
   * A step of a plan.
   *
   * @param from pictures it looked at
   * @param to pictures it left for the next
   */
  record Step(String name, int from, int to, double millis) {}
}
