package dev.patchseek.data.picturebook;

import java.util.List;

/**
 * What a picture shows.
 *
 * @param setting index into {@link PictureBook#settings()}; the time of day is part of the setting
 * @param things one to four, those farther back first
 */
public record Scene(int setting, List<Thing> things) {

  public Scene {
    things = List.copyOf(things);
  }
}
