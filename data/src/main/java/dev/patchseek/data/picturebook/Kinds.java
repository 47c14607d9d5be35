package dev.patchseek.data.picturebook;

import java.util.List;
import java.util.stream.Stream;

/** Everything that can appear in a scene, in label order. */
final class Kinds {

  static final List<Kind> ALL =
      Stream.of(
              FarmAnimals.KINDS,
              WildAnimals.KINDS,
              SmallAnimals.KINDS,
              People.KINDS,
              Vehicles.KINDS,
              Plants.KINDS,
              Food.KINDS,
              Household.KINDS,
              Toys.KINDS,
              SkyThings.KINDS,
              Buildings.KINDS)
          .flatMap(List::stream)
          .toList();

  private Kinds() {}
}
