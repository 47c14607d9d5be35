package dev.patchseek.trainer.loop;

import dev.patchseek.trainer.config.TrainConfig.Captions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Deals the pairs of an epoch into batches. The same seed and epoch give the same batches.
 *
 * @param counts how many captions each picture has
 * @param captions which of them an epoch has
 * @param batch pairs of a batch; what is left over at the end is left out
 * @param seed of the order
 */
record PairSampler(int[] counts, Captions captions, int batch, long seed) {

  List<List<Pair>> epoch(int number) {
    Random random = new Random(seed * 1_000_003 + number);
    List<List<Pair>> groups = new ArrayList<>(); // pairs that stay together
    for (int image = 0; image < counts.length; image++) {
      groups.addAll(groups(image, random));
    }
    Collections.shuffle(groups, random);
    return batches(groups);
  }

  private List<List<Pair>> groups(int image, Random random) {
    if (counts[image] == 0) {
      return List.of();
    }
    List<Pair> all =
        IntStream.range(0, counts[image]).mapToObj(caption -> new Pair(image, caption)).toList();
    return switch (captions) {
      case ONE -> List.of(List.of(all.get(random.nextInt(all.size()))));
      case EACH -> all.stream().map(List::of).toList();
      case TOGETHER -> List.of(all);
    };
  }

  private List<List<Pair>> batches(List<List<Pair>> groups) {
    List<List<Pair>> batches = new ArrayList<>();
    List<Pair> current = new ArrayList<>();
    for (List<Pair> group : groups) {
      if (current.size() + group.size() > batch && !current.isEmpty()) {
        batches.add(List.copyOf(current));
        current.clear();
      }
      current.addAll(group);
    }
    if (current.size() == batch) {
      batches.add(List.copyOf(current));
    }
    return batches;
  }
}
