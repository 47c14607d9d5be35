package dev.patchseek.data.picturebook;

/**
 * Things of a scene that are alike.
 *
 * @param kind index into {@link Kinds#ALL}
 * @param colour index into the {@link Colour}s
 * @param size of each
 * @param count how many, 1 to 3
 */
record Group(int kind, int colour, Size size, int count) {

  boolean heldOut() {
    return HeldOutPairs.contains(kind, colour);
  }
}
