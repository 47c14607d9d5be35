package dev.patchseek.data.picturebook;

import java.util.function.Consumer;

/**
 * A kind of thing.
 *
 * @param name singular, as captions say it
 * @param plural as captions say it
 * @param habit where it is placed in a scene
 * @param drawing draws it, facing right, with a brush of the colour asked for
 */
record Kind(String name, String plural, Habit habit, Consumer<Brush> drawing) {

  static Kind standing(String name, Consumer<Brush> drawing) {
    return new Kind(name, name + "s", Habit.STANDS, drawing);
  }

  static Kind flying(String name, Consumer<Brush> drawing) {
    return new Kind(name, name + "s", Habit.FLIES, drawing);
  }

  Kind withPlural(String plural) {
    return new Kind(name, plural, habit, drawing);
  }
}
