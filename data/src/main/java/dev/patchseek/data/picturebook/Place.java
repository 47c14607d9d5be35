package dev.patchseek.data.picturebook;

import java.util.List;
import java.util.function.Consumer;

/** Where a scene takes place. */
enum Place {
  BEACH("beach", List.of("on a beach"), "a beach", true, 0.70, Landscapes::beach),
  STREET("street", List.of("on a street", "in a street"), "a street", true, 0.76, Town::street),
  FOREST("forest", List.of("in a forest"), "a forest", true, 0.70, Landscapes::forest),
  SNOW("snow", List.of("in the snow"), "a snowy landscape", true, 0.66, Landscapes::snow),
  FIELD("field", List.of("in a field"), "a green field", true, 0.64, Landscapes::field),
  SEA("sea", List.of("at sea"), "the open sea", true, 0.62, OpenSpaces::sea),
  DESERT("desert", List.of("in the desert"), "a desert", true, 0.66, Landscapes::desert),
  MOUNTAINS(
      "mountains",
      List.of("in the mountains"),
      "a mountain valley",
      true,
      0.72,
      Landscapes::mountains),
  GARDEN("garden", List.of("in a garden"), "a garden", true, 0.74, Town::garden),
  ROOM("room", List.of("in a room"), "a room", false, 0.76, Town::room),
  KITCHEN("kitchen", List.of("in a kitchen"), "a kitchen", false, 0.76, Town::kitchen),
  UNDERWATER(
      "underwater",
      List.of("under water", "under the sea"),
      "the bottom of the sea",
      false,
      0.40,
      OpenSpaces::underwater),
  RAIN("rain", List.of("in the rain"), "a rainy landscape", false, 0.68, Landscapes::rain),
  CAVE("cave", List.of("in a cave"), "a cave", false, 0.74, Landscapes::cave),
  SPACE("space", List.of("in space"), "outer space", false, 0.40, OpenSpaces::space);

  final String label;

  /** Where the things are, in the words captions choose from. */
  final List<String> where;

  /** The place as a thing of its own, as captions say it. */
  final String noun;

  final boolean hasTimes;

  /** How far down the picture the ground begins that things stand on, 0 to 1. */
  final double ground;

  private final Consumer<Scenery> painting;

  Place(
      String label,
      List<String> where,
      String noun,
      boolean hasTimes,
      double ground,
      Consumer<Scenery> painting) {
    this.label = label;
    this.where = where;
    this.noun = noun;
    this.hasTimes = hasTimes;
    this.ground = ground;
    this.painting = painting;
  }

  /** Whether everything drifts freely, so that nothing stands on the ground. */
  boolean weightless() {
    return this == UNDERWATER || this == SPACE;
  }

  void paint(Scenery scenery) {
    painting.accept(scenery);
  }
}
