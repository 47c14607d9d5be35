package dev.patchseek.data.picturebook;

import java.util.function.Consumer;

/**
 * A kind of thing.
 *
 * @param name singular, as captions say it
 * @param plural as captions say it
 * @param habit where it is placed in a scene
 * @param dressed whether the colour is that of its clothes: "a king in red", not "a red king"
 * @param drawing draws it, facing right, with a brush of the colour asked for
 */
record Kind(String name, String plural, Habit habit, boolean dressed, Consumer<Brush> drawing) {

  static Kind standing(String name, Consumer<Brush> drawing) {
    return new Kind(name, name + "s", Habit.STANDS, false, drawing);
  }

  static Kind flying(String name, Consumer<Brush> drawing) {
    return new Kind(name, name + "s", Habit.FLIES, false, drawing);
  }

  static Kind person(String name, Consumer<Brush> drawing) {
    return new Kind(name, name + "s", Habit.STANDS, true, drawing);
  }

  Kind withPlural(String plural) {
    return new Kind(name, plural, habit, dressed, drawing);
  }
}
