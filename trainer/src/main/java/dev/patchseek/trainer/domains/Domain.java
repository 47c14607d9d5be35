package dev.patchseek.trainer.domains;

import static dev.patchseek.trainer.domains.Effect.BLUR;
import static dev.patchseek.trainer.domains.Effect.FOG;
import static dev.patchseek.trainer.domains.Effect.MOSAIC;
import static dev.patchseek.trainer.domains.Effect.NIGHT;
import static dev.patchseek.trainer.domains.Effect.SEPIA;
import static dev.patchseek.trainer.domains.Effect.SKETCH;
import static dev.patchseek.trainer.domains.Effect.UPSIDE_DOWN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pictures that differ from those of the picture book in one way or in two.
 *
 * @param effects in the order in which they are applied
 */
record Domain(List<Effect> effects) {

  /** Never trained on, though each of their effects is, alone and with others. */
  static final List<Domain> UNSEEN =
      List.of(of(NIGHT, UPSIDE_DOWN), of(FOG, BLUR), of(SEPIA, MOSAIC), of(SKETCH, BLUR));

  private static Domain of(Effect... effects) {
    return new Domain(List.of(effects));
  }

  /** Every single effect. */
  static List<Domain> singles() {
    return Arrays.stream(Effect.values()).map(Domain::of).toList();
  }

  /** Every effect and every two of them, but for those that are unseen. */
  static List<Domain> seen() {
    List<Domain> seen = new ArrayList<>(singles());
    for (Effect first : Effect.values()) {
      for (Effect second : Effect.values()) {
        if (first.compareTo(second) < 0
            && UNSEEN.stream().noneMatch(d -> d.effects.containsAll(List.of(first, second)))) {
          seen.add(of(first, second));
        }
      }
    }
    return seen;
  }

  /** Such as {@code a picture in fog and out of focus}. */
  String description() {
    return effects.stream()
        .map(Effect::words)
        .collect(Collectors.joining(" and ", "a picture ", ""));
  }

  /**
   * Changes a picture.
   *
   * @param rgb [side, side, 3], not changed itself
   */
  byte[] of(byte[] rgb, int side) {
    byte[] changed = rgb;
    for (Effect effect : effects) {
      changed = effect.of(changed, side);
    }
    return changed;
  }
}
