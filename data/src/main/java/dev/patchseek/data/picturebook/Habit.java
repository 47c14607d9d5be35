package dev.patchseek.data.picturebook;

/** Where a thing is at home. */
enum Habit {
  /** On the ground, its lower edge touching it. */
  STANDS(2.5),
  /** In the air. */
  FLIES(8);

  /** How far a thing leans to either side, in degrees. */
  final double sway;

  Habit(double sway) {
    this.sway = sway;
  }
}
