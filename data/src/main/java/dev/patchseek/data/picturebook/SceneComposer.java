package dev.patchseek.data.picturebook;

import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.picturebook.Composition.Placed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Puts the things of a scene into their places: those that stand on the ground, those that fly into
 * the air, nearer ones before farther ones. Places are drawn by lot until every thing is seen well.
 */
final class SceneComposer {

  private static final int SIZE = PictureBook.SIZE;

  /** Pixels kept free along the picture's edges. */
  private static final int BORDER = 4;

  private static final int TRIALS = 60;

  /** The part of a thing that must stay visible. */
  private static final double VISIBLE = 0.62;

  /** In a scene meant to show one thing behind another, the part hidden of at least one. */
  private static final double OVERLAP = 0.08;

  /** The part of a flying thing that is at least above where the ground begins. */
  private static final double HOVER = 0.85;

  private static final double OVERLAP_SHARE = 0.35;

  private SceneComposer() {}

  static Composition compose(Split split, SplittableRandom random) {
    while (true) {
      int setting = setting(random);
      List<Group> groups = Casting.cast(split, random);
      List<Placed> drawn = draw(groups, random);
      boolean overlap = groups.size() > 1 && random.nextDouble() < OVERLAP_SHARE;
      for (int trial = 0; trial < TRIALS; trial++) {
        List<Placed> placed = place(groups, drawn, Setting.ALL.get(setting).place(), random);
        Optional<Composition> composition = look(setting, groups, placed, overlap);
        if (composition.isPresent()) {
          return composition.get();
        }
      }
    }
  }

  /** Every place is as likely as any other, whether it has times of day or not. */
  private static int setting(SplittableRandom random) {
    Place place = Place.values()[random.nextInt(Place.values().length)];
    TimeOfDay time =
        place.hasTimes
            ? TimeOfDay.values()[random.nextInt(TimeOfDay.values().length)]
            : TimeOfDay.DAY;
    return Setting.ALL.indexOf(new Setting(place, time));
  }

  private static List<Placed> draw(List<Group> groups, SplittableRandom random) {
    List<Placed> drawn = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      Kind kind = Kinds.ALL.get(group.kind());
      for (int n = 0; n < group.count(); n++) {
        double side = SIZE * group.size().share * (0.95 + 0.1 * random.nextDouble());
        double degrees = kind.habit().sway * (2 * random.nextDouble() - 1);
        Colour colour = Colour.values()[group.colour()];
        drawn.add(
            new Placed(i, Cutout.draw(kind, colour, side, degrees, random.nextBoolean()), 0, 0));
      }
    }
    return drawn;
  }

  private static List<Placed> place(
      List<Group> groups, List<Placed> drawn, Place place, SplittableRandom random) {
    List<Placed> placed = new ArrayList<>();
    for (Placed thing : drawn) {
      Cutout cutout = thing.cutout();
      int left = BORDER + random.nextInt(SIZE - 2 * BORDER - cutout.width() + 1);
      int highest = BORDER;
      int lowest = SIZE - BORDER - cutout.height();
      int ground = (int) (place.ground * SIZE);
      boolean flies = Kinds.ALL.get(groups.get(thing.group()).kind()).habit() == Habit.FLIES;
      if (!place.weightless() && flies) {
        lowest = Math.max(highest, ground - (int) (HOVER * cutout.height()));
      } else if (!place.weightless()) {
        highest = Math.min(lowest, ground - cutout.height());
      }
      int top = highest + random.nextInt(lowest - highest + 1);
      placed.add(new Placed(thing.group(), cutout, left, top));
    }
    placed.sort(Comparator.comparingInt(Placed::bottom));
    return placed;
  }

  private static Optional<Composition> look(
      int setting, List<Group> groups, List<Placed> placed, boolean overlap) {
    byte[] owners = new byte[SIZE * SIZE];
    int[][] hidden = new int[placed.size()][placed.size()];
    for (int i = 0; i < placed.size(); i++) {
      own(owners, placed.get(i), i, hidden);
    }
    boolean overlaps = false;
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < placed.size(); i++) {
      Placed thing = placed.get(i);
      int lost = 0;
      for (int j = i + 1; j < placed.size(); j++) {
        lost += hidden[i][j];
        if (hidden[i][j] > 0 && placed.get(j).group() == thing.group()) {
          return Optional.empty();
        }
      }
      double part = (double) lost / thing.cutout().area();
      if (part > 1 - VISIBLE) {
        return Optional.empty();
      }
      overlaps |= part >= OVERLAP;
      boxes.add(visible(owners, thing, i));
    }
    return overlaps == overlap
        ? Optional.of(
            new Composition(
                setting, groups, List.copyOf(placed), List.copyOf(boxes), hidden, owners))
        : Optional.empty();
  }

  private static void own(byte[] owners, Placed thing, int index, int[][] hidden) {
    Cutout cutout = thing.cutout();
    for (int y = 0; y < cutout.height(); y++) {
      for (int x = 0; x < cutout.width(); x++) {
        if (cutout.covers(x, y)) {
          int at = (thing.top() + y) * SIZE + thing.left() + x;
          if (owners[at] > 0) {
            hidden[owners[at] - 1][index]++;
          }
          owners[at] = (byte) (index + 1);
        }
      }
    }
  }

  private static Box visible(byte[] owners, Placed thing, int index) {
    int left = SIZE;
    int top = SIZE;
    int right = 0;
    int bottom = 0;
    for (int y = thing.top(); y < thing.bottom(); y++) {
      for (int x = thing.left(); x < thing.left() + thing.cutout().width(); x++) {
        if (owners[y * SIZE + x] == index + 1) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = y + 1;
        }
      }
    }
    return new Box(left, top, right, bottom);
  }
}
