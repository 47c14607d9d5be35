package dev.patchseek.data.picturebook;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A place at a time of day. */
record Setting(Place place, TimeOfDay time) {

  /** All settings in label order. */
  static final List<Setting> ALL =
      Arrays.stream(Place.values())
          .flatMap(
              place ->
                  place.hasTimes
                      ? Arrays.stream(TimeOfDay.values()).map(time -> new Setting(place, time))
                      : Stream.of(new Setting(place, TimeOfDay.DAY)))
          .toList();

  String label() {
    return place.label + time.words;
  }
}
