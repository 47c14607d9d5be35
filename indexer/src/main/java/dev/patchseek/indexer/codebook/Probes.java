package dev.patchseek.indexer.codebook;

import dev.patchseek.indexer.kernel.QueryTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

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
      List<Integer> nearest = nearest(similarities, count + 1);
      float floor = similarities[nearest.getLast()];
      floors += weight * floor;
      probes.add(
          nearest.subList(0, count).stream()
              .map(centroid -> new Probe(centroid, weight * (similarities[centroid] - floor)))
              .toList());
    }
    return new Probes(probes, floors);
  }

  /** The numbers of the largest values, the largest first; of equal ones the lower first. */
  private static List<Integer> nearest(float[] similarities, int count) {
    Comparator<Integer> nearestFirst =
        Comparator.<Integer>comparingDouble(centroid -> -similarities[centroid])
            .thenComparing(Comparator.naturalOrder());
    PriorityQueue<Integer> nearest = new PriorityQueue<>(nearestFirst.reversed());
    float least = Float.NEGATIVE_INFINITY;
    for (int centroid = 0; centroid < similarities.length; centroid++) {
      if (nearest.size() < count || similarities[centroid] > least) {
        nearest.add(centroid);
        if (nearest.size() > count) {
          nearest.remove();
        }
        least = similarities[nearest.element()];
      }
    }
    return nearest.stream().sorted(nearestFirst).toList();
  }
}
