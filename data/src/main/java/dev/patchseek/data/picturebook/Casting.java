package dev.patchseek.data.picturebook;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Chooses what a scene shows: which things, in which colours and sizes, and how many of each. */
final class Casting {

  /**
   * How many things the groups of a scene have; a row that comes twice is chosen twice as often.
   */
  private static final int[][] COUNTS = {
    {1},
    {1},
    {1},
    {1},
    {1, 1},
    {1, 1},
    {1, 1},
    {1, 1},
    {1, 1},
    {1, 1},
    {2},
    {2},
    {1, 1, 1},
    {1, 1, 1},
    {1, 1, 1},
    {1, 1, 1},
    {2, 1},
    {2, 1},
    {1, 2},
    {3},
    {1, 1, 1, 1},
    {1, 1, 1, 1},
    {2, 1, 1},
    {1, 2, 1},
    {2, 2},
    {3, 1},
  };

  private static final double FLYING_SHARE = 0.3;

  private static final List<Integer> FLYING = new ArrayList<>();

  static {
    for (int kind = 0; kind < Kinds.ALL.size(); kind++) {
      if (Kinds.ALL.get(kind).habit() == Habit.FLIES) {
        FLYING.add(kind);
      }
    }
  }

  private Casting() {}

  /**
   * Groups of different kinds. Both splits are cast alike, save that training redraws held-out
   * pairs and the gallery makes one group, chosen by lot, a held-out pair.
   */
  static List<Group> cast(Split split, SplittableRandom random) {
    while (true) {
      int[] counts = COUNTS[random.nextInt(COUNTS.length)];
      int things = IntStream.of(counts).sum();
      int chosen = split == Split.GALLERY ? random.nextInt(counts.length) : -1;
      List<Group> groups = new ArrayList<>();
      for (int i = 0; i < counts.length; i++) {
        Group group = group(counts[i], things, random);
        while (split == Split.TRAIN && group.heldOut() || i == chosen && !group.heldOut()) {
          group = group(counts[i], things, random);
        }
        groups.add(group);
      }
      if (groups.stream().mapToInt(Group::kind).distinct().count() == groups.size()) {
        return List.copyOf(groups);
      }
    }
  }

  private static Group group(int count, int things, SplittableRandom random) {
    int kind =
        random.nextDouble() < FLYING_SHARE && things > 1
            ? FLYING.get(random.nextInt(FLYING.size()))
            : random.nextInt(Kinds.ALL.size());
    int colour = random.nextInt(Colour.values().length);
    return new Group(kind, colour, size(things, random), count);
  }

  /** The fuller the scene, the smaller its things. */
  private static Size size(int things, SplittableRandom random) {
    double chance = random.nextDouble();
    return switch (things) {
      case 1 -> chance < 0.25 ? Size.SMALL : chance < 0.6 ? Size.MEDIUM : Size.LARGE;
      case 2 -> chance < 0.3 ? Size.SMALL : chance < 0.75 ? Size.MEDIUM : Size.LARGE;
      case 3 -> chance < 0.35 ? Size.SMALL : chance < 0.9 ? Size.MEDIUM : Size.LARGE;
      default -> chance < 0.55 ? Size.SMALL : Size.MEDIUM;
    };
  }
}
