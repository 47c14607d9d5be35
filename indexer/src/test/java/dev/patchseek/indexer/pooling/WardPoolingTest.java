package dev.patchseek.indexer.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchseek.indexer.kernel.RandomImages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WardPoolingTest {

  private static final int DIM = 12;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 16, 34})
  void joinsWhatComparingAllMeansJoins(int vectors) {
    for (int seed = 0; seed < 5; seed++) {
      float[] patches = RandomImages.unitVectors(new Random(seed), 35, DIM);

      PooledPatches pooled = WardPooling.pool(patches, 35, vectors);

      assertThat(groups(pooled.vectorOfPatch())).isEqualTo(plainly(patches, vectors));
    }
  }

  @Test
  void aVectorIsTheMeanOfItsPatchesAndOfLengthOne() {
    float[] patches = {1, 0, 0, 0, 0, 1, 0.6f, 0, 0.8f};

    PooledPatches pooled = WardPooling.pool(patches, 3, 2);

    float length = (float) Math.hypot(0.6, 1.8);
    assertThat(pooled.vectorOfPatch()).containsExactly(0, 1, 1);
    assertThat(pooled.vectors())
        .containsExactly(new float[] {1, 0, 0, 0.6f / length, 0, 1.8f / length}, within(1e-6f));
    assertThat(pooled.spread(3)).startsWith(1, 0, 0).hasSize(9);
  }

  @Test
  void equalPatchesShareAVector() {
    float[] few = RandomImages.unitVectors(new Random(3), 4, DIM);
    float[] patches = new float[40 * DIM];
    for (int patch = 0; patch < 40; patch++) {
      System.arraycopy(few, patch * 7 % 4 * DIM, patches, patch * DIM, DIM);
    }
    assertThat(WardPooling.pool(patches, 40, 4).spread(DIM))
        .containsExactly(patches, within(1e-6f));
  }

  /** Ward's method as it is defined: the means are made anew, and all pairs compared. */
  private static List<List<Integer>> plainly(float[] patches, int count) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int patch = 0; patch < patches.length / DIM; patch++) {
      groups.add(List.of(patch));
    }
    while (groups.size() > count) {
      double least = Double.POSITIVE_INFINITY;
      int[] pair = null;
      for (int first = 0; first < groups.size(); first++) {
        for (int second = first + 1; second < groups.size(); second++) {
          double cost = costOfJoining(groups.get(first), groups.get(second), patches);
          if (cost < least) {
            least = cost;
            pair = new int[] {first, second};
          }
        }
      }
      List<Integer> joined = new ArrayList<>(groups.get(pair[0]));
      joined.addAll(groups.remove(pair[1]));
      joined.sort(null);
      groups.set(pair[0], joined);
    }
    groups.sort(Comparator.comparing(List::getFirst));
    return groups;
  }

  private static double costOfJoining(List<Integer> first, List<Integer> second, float[] patches) {
    double[] means = mean(first, patches);
    double[] others = mean(second, patches);
    double distance = 0;
    for (int k = 0; k < DIM; k++) {
      distance += (means[k] - others[k]) * (means[k] - others[k]);
    }
    return distance * first.size() * second.size() / (first.size() + second.size());
  }

  private static double[] mean(List<Integer> group, float[] patches) {
    double[] mean = new double[DIM];
    for (int patch : group) {
      for (int k = 0; k < DIM; k++) {
        mean[k] += patches[patch * DIM + k] / group.size();
      }
    }
    return mean;
  }

  private static List<List<Integer>> groups(byte[] vectorOfPatch) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int patch = 0; patch < vectorOfPatch.length; patch++) {
      if (vectorOfPatch[patch] == groups.size()) {
        groups.add(new ArrayList<>());
      }
      groups.get(vectorOfPatch[patch]).add(patch);
    }
    return groups;
  }
}
