package dev.patchseek.indexer.codebook;

import dev.patchseek.indexer.kernel.QueryTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The centroids to look up for the tokens of a query, in images that are listed by one codebook. An
 * image counts, for each token, the similarity of the nearest centroid that it is listed under;
 * where it is listed under none that is looked up, that of the next one.
 *
 * @param ofTokens the nearest to each token, the nearest first
 * @param floor the estimate of an image that none of them lists; it makes the estimates of images
 *     under other codebooks comparable
 */
public record Probes(List<List<Probe>> ofTokens, float floor) {

  /** Centroids looked up for each token. */
  private static final int PROBES = 32;

  /** Of an image as a query, whose many tokens repeat each other. */
  private static final int PROBES_OF_MANY = 8;

  private static final int MANY = 64;

  /**
   * A centroid to look up.
   *
   * @param gain what an image under it has ahead of an image under no centroid of this token
   */
  public record Probe(int centroid, float gain) {}

  /** The probes of a query. */
  public static Probes of(QueryTokens tokens, Codebook codebook) {
    int most = tokens.count() < MANY ? PROBES : PROBES_OF_MANY;
    int count = Math.min(most, codebook.count() - 1);
    List<List<Probe>> probes = new ArrayList<>();
    float floors = 0;
    float[][] all = codebook.similarities(tokens);
    for (int token = 0; token < tokens.count(); token++) {
      float[] similarities = all[token];
      float weight = tokens.weight(token);
      int[] nearest = nearest(similarities, count + 1);
      float floor = similarities[nearest[count]];
      floors += weight * floor;
      probes.add(
          Arrays.stream(nearest, 0, count)
              .mapToObj(centroid -> new Probe(centroid, weight * (similarities[centroid] - floor)))
              .toList());
    }
    return new Probes(probes, floors);
  }

  /** The numbers of the largest values, the largest first; of equal ones the lower first. */
  private static int[] nearest(float[] similarities, int count) {
    int[] nearest = new int[count];
    int found = 0;
    for (int centroid = 0; centroid < similarities.length; centroid++) {
      float similarity = similarities[centroid];
      if (found < count || similarity > similarities[nearest[count - 1]]) {
        int at = found < count ? found++ : count - 1;
        for (; at > 0 && similarities[nearest[at - 1]] < similarity; at--) {
          nearest[at] = nearest[at - 1];
        }
        nearest[at] = centroid;
      }
    }
    return nearest;
  }
}
