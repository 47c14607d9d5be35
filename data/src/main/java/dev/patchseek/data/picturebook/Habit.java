package dev.patchseek.data.picturebook;

/** Where a thing is at home. */
enum Habit {
  /** On the ground, its lower edge touching it. */
  STANDS,
  /** In the air. */
  FLIES
}
