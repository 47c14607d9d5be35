package dev.patchseek.data.picturebook;

import dev.patchseek.data.dataset.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * How one group of a scene stands to another.
 *
 * @param type what holds
 * @param first index of the group it is said of
 * @param second index of the group it is measured from
 */
record Relation(Type type, int first, int second) {

  /** The relations captions speak of. */
  enum Type {
    ABOVE("above"),
    BELOW("below"),
    LEFT_OF("to the left of"),
    RIGHT_OF("to the right of"),
    NEXT_TO("next to"),
    BEHIND("behind"),
    IN_FRONT_OF("in front of");

    final String words;

    Type(String words) {
      this.words = words;
    }
  }

  /** Side by side counts as next to each other up to this gap, in pixels. */
  private static final float NEAR = 44;

  /** The part of a thing that must be hidden for it to be behind another. */
  private static final double HIDDEN = 0.06;

  /** All relations that hold, each in both directions. */
  static List<Relation> of(Composition composition) {
    List<Relation> found = new ArrayList<>();
    for (int a = 0; a < composition.groups().size(); a++) {
      for (int b = 0; b < composition.groups().size(); b++) {
        if (a != b) {
          add(found, composition, a, b);
        }
      }
    }
    return found;
  }

  private static void add(List<Relation> found, Composition composition, int a, int b) {
    boolean single = composition.members(a).size() == 1 && composition.members(b).size() == 1;
    if (single && hides(composition, a, b)) {
      found.add(new Relation(Type.BEHIND, a, b));
      found.add(new Relation(Type.IN_FRONT_OF, b, a));
    } else if (composition.aloft(a) && every(composition, a, b, Relation::over)) {
      found.add(new Relation(Type.ABOVE, a, b));
      found.add(new Relation(Type.BELOW, b, a));
    } else if (every(composition, a, b, Relation::before)) {
      found.add(new Relation(Type.LEFT_OF, a, b));
      found.add(new Relation(Type.RIGHT_OF, b, a));
      if (single && every(composition, a, b, Relation::near)) {
        found.add(new Relation(Type.NEXT_TO, a, b));
        found.add(new Relation(Type.NEXT_TO, b, a));
      }
    }
  }

  private static boolean hides(Composition composition, int back, int front) {
    int i = composition.members(back).getFirst();
    int j = composition.members(front).getFirst();
    return composition.hidden()[i][j] >= HIDDEN * composition.placed().get(i).cutout().area();
  }

  private static boolean every(Composition composition, int a, int b, BiPredicate<Box, Box> holds) {
    for (Box first : composition.boxesOf(a)) {
      for (Box second : composition.boxesOf(b)) {
        if (!holds.test(first, second)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean over(Box a, Box b) {
    float apart = Math.abs((a.left() + a.right()) - (b.left() + b.right())) / 2;
    return a.bottom() <= b.top() + 0.1f * (b.bottom() - b.top())
        && apart <= (a.right() - a.left() + b.right() - b.left()) / 2;
  }

  private static boolean before(Box a, Box b) {
    float shared = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
    float lower = Math.min(a.bottom() - a.top(), b.bottom() - b.top());
    float narrower = Math.min(a.right() - a.left(), b.right() - b.left());
    return a.right() <= b.left() + 0.1f * narrower && shared >= 0.35f * lower;
  }

  private static boolean near(Box a, Box b) {
    return b.left() - a.right() <= NEAR;
  }
}
