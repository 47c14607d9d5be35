package dev.patchseek.data.picturebook;

import dev.patchseek.data.dataset.Box;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A scene with everything in its place.
 *
 * @param setting index into {@link Setting#ALL}
 * @param groups what it shows
 * @param placed the things, those farther back first
 * @param boxes of the visible part of each placed thing
 * @param hidden [things × things] how many pixels of the first the second hides
 * @param owners [SIZE × SIZE] 0 for the setting, i + 1 where {@code placed.get(i)} is seen
 */
record Composition(
    int setting,
    List<Group> groups,
    List<Placed> placed,
    List<Box> boxes,
    int[][] hidden,
    byte[] owners) {

  /**
   * A thing in its place.
   *
   * @param group index into the groups
   * @param cutout what is seen of it where nothing hides it
   * @param left of its tight box, in pixels
   * @param top of its tight box, in pixels
   */
  record Placed(int group, Cutout cutout, int left, int top) {

    int bottom() {
      return top + cutout.height();
    }
  }

  /** The boxes of a group's things. */
  List<Box> boxesOf(int group) {
    return members(group).stream().map(boxes::get).toList();
  }

  /** Indices of a group's things. */
  List<Integer> members(int group) {
    return IntStream.range(0, placed.size())
        .filter(i -> placed.get(i).group() == group)
        .boxed()
        .toList();
  }

  Place place() {
    return Setting.ALL.get(setting).place();
  }

  /** Whether a group's things are in the air or float. */
  boolean aloft(int group) {
    return place().weightless() || Kinds.ALL.get(groups.get(group).kind()).habit() == Habit.FLIES;
  }
}
