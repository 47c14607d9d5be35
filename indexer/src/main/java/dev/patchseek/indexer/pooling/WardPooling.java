package dev.patchseek.indexer.pooling;

import java.util.Arrays;

/**
 * Groups the patches of an image by Ward's method (Ward 1963): two groups are joined at a time,
 * those whose joining adds least to the squared distances of patches to the mean of their group,
 * until K are left. Distances to a joined group follow from those to its parts (Lance and Williams
 * 1967), so no mean is needed on the way.
 */
public final class WardPooling {

  private final int dim;
  private final float[][] costs; // [P, P], twice what joining two groups adds; of groups left
  private final int[] sizes; // [P], patches of each group; 0 when it has been joined to another
  private final int[] groups; // [P], the group of each patch: its first patch
  private final int[] cheapest; // [P], the group that each is joined to at the lowest cost

  private WardPooling(float[] patches, int count) {
    dim = patches.length / count;
    costs = new float[count][count];
    sizes = new int[count];
    groups = new int[count];
    cheapest = new int[count];
    Arrays.fill(sizes, 1);
    Arrays.setAll(groups, patch -> patch);
    for (int first = 0; first < count; first++) {
      for (int second = 0; second < first; second++) {
        costs[first][second] = squaredDistance(patches, first, second);
        costs[second][first] = costs[first][second];
      }
    }
    for (int group = 0; group < count; group++) {
      cheapest[group] = cheapest(group);
    }
  }

  /**
   * Pools patches.
   *
   * @param patches [P × dim], of length 1
   * @param patchCount P
   * @param vectors K, from 1 to P and {@link PooledPatches#MOST_VECTORS}
   */
  public static PooledPatches pool(float[] patches, int patchCount, int vectors) {
    WardPooling pooling = new WardPooling(patches, patchCount);
    for (int left = patchCount; left > vectors; left--) {
      pooling.joinNearest();
    }
    return PooledPatches.means(patches, pooling.numbered(), vectors);
  }

  private void joinNearest() {
    int nearest = -1;
    for (int group = 0; group < sizes.length; group++) {
      if (sizes[group] > 0 && (nearest < 0 || cost(group) < cost(nearest))) {
        nearest = group;
      }
    }
    join(Math.min(nearest, cheapest[nearest]), Math.max(nearest, cheapest[nearest]));
  }

  private float cost(int group) {
    return costs[group][cheapest[group]];
  }

  private void join(int kept, int gone) {
    for (int other = 0; other < sizes.length; other++) {
      if (sizes[other] > 0 && other != kept && other != gone) {
        float cost = costOfJoined(kept, gone, other);
        costs[kept][other] = cost;
        costs[other][kept] = cost;
      }
      if (groups[other] == gone) {
        groups[other] = kept;
      }
    }
    sizes[kept] += sizes[gone];
    sizes[gone] = 0;
    for (int group = 0; group < sizes.length; group++) {
      // Ward's costs only grow by joining: nobody else can have come nearer
      boolean stale = group == kept || cheapest[group] == kept || cheapest[group] == gone;
      if (sizes[group] > 0 && stale) {
        cheapest[group] = cheapest(group);
      }
    }
  }

  private float costOfJoined(int first, int second, int other) {
    int all = sizes[first] + sizes[second] + sizes[other];
    return ((sizes[first] + sizes[other]) * costs[first][other]
            + (sizes[second] + sizes[other]) * costs[second][other]
            - sizes[other] * costs[first][second])
        / all;
  }

  /** The first of the nearest, or itself when it is the last group. */
  private int cheapest(int group) {
    int nearest = -1;
    for (int other = 0; other < sizes.length; other++) {
      if (sizes[other] > 0
          && other != group
          && (nearest < 0 || costs[group][other] < costs[group][nearest])) {
        nearest = other;
      }
    }
    return nearest < 0 ? group : nearest;
  }

  /** The groups by numbers from 0, in the order of their first patches. */
  private byte[] numbered() {
    byte[] numbers = new byte[groups.length];
    int count = 0;
    for (int patch = 0; patch < groups.length; patch++) {
      numbers[patch] = groups[patch] == patch ? (byte) count++ : numbers[groups[patch]];
    }
    return numbers;
  }

  private float squaredDistance(float[] patches, int first, int second) {
    float sum = 0;
    for (int k = 0; k < dim; k++) {
      float difference = patches[first * dim + k] - patches[second * dim + k];
      sum += difference * difference;
    }
    return sum;
  }
}
