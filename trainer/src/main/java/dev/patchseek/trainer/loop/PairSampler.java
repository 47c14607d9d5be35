package dev.patchseek.trainer.loop;

import static java.util.stream.Collectors.toList;

import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.config.Stage.Captions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Deals the pairs of an epoch into batches. The same seed and epoch give the same batches.
 *
 * @param lengths tokens of each caption of each picture: captions of like length share a batch, for
 *     the text tower computes as many positions for each as the longest has
 * @param captions which of them an epoch has
 * @param batch pairs of a batch; what is left over at the end is left out
 * @param similar pictures that are dealt one behind the other because they are hard to tell apart;
 *     1 for chance alone
 * @param nearest similar pictures of each picture; empty where {@code similar} is 1
 * @param seed of the order
 */
record PairSampler(
    int[][] lengths, Captions captions, int batch, int similar, int[][] nearest, long seed) {

  /** Pictures among which the similar ones are drawn: enough that each epoch has other ones. */
  private static final int DRAWN_FROM = 32;

  /** Batches that are sorted together: many enough for like lengths, few enough for chance. */
  private static final int WINDOW = 50;

  /** Deals the pairs of a set as a stage wants them. */
  static PairSampler of(TrainingSet set, Stage stage, long seed) {
    int[][] nearest =
        stage.similar() > 1 ? new SimilarPictures(set.words()).nearest(DRAWN_FROM) : new int[0][];
    return new PairSampler(
        set.lengths(), stage.captions(), stage.batch(), stage.similar(), nearest, seed);
  }

  List<List<Pair>> epoch(int number) {
    Random random = new Random(seed * 1_000_003 + number);
    List<List<Pair>> groups = new ArrayList<>(); // pairs that stay together
    for (int image = 0; image < lengths.length; image++) {
      groups.addAll(groups(image, random));
    }
    Collections.shuffle(groups, random);
    if (captions == Captions.TOGETHER && similar == 1) {
      return batches(groups);
    }
    if (similar > 1) {
      List<List<Pair>> batches = batches(besideSimilar(groups, random));
      Collections.shuffle(batches, random);
      return batches;
    }
    for (int i = 0; i < groups.size(); i += WINDOW * batch) {
      groups
          .subList(i, Math.min(i + WINDOW * batch, groups.size()))
          .sort(Comparator.comparingInt(group -> length(group.get(0))));
    }
    List<List<Pair>> batches = batches(groups);
    Collections.shuffle(batches, random);
    return batches;
  }

  private int length(Pair pair) {
    return lengths[pair.image()][pair.caption()];
  }

  private List<List<Pair>> groups(int image, Random random) {
    int count = lengths[image].length;
    if (count == 0) {
      return List.of();
    }
    List<Pair> all =
        IntStream.range(0, count).mapToObj(caption -> new Pair(image, caption)).toList();
    return switch (captions) {
      case ONE -> List.of(List.of(all.get(random.nextInt(all.size()))));
      case EACH -> all.stream().map(List::of).toList();
      case TOGETHER -> List.of(all);
    };
  }

  /**
   * The groups in their order, but behind each those of similar pictures that are not yet dealt.
   */
  private List<List<Pair>> besideSimilar(List<List<Pair>> groups, Random random) {
    Map<Integer, List<Pair>> left = new LinkedHashMap<>(); // by picture
    groups.forEach(group -> left.put(group.get(0).image(), group));
    List<List<Pair>> dealt = new ArrayList<>();
    for (List<Pair> group : groups) {
      int image = group.get(0).image();
      if (left.remove(image) == null) {
        continue;
      }
      dealt.add(group);
      List<Integer> others =
          Arrays.stream(nearest[image]).filter(left::containsKey).boxed().collect(toList());
      Collections.shuffle(others, random);
      others.stream().limit(similar - 1).map(left::remove).forEach(dealt::add);
    }
    return dealt;
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
