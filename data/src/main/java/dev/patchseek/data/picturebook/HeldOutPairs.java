package dev.patchseek.data.picturebook;

/**
 * Which pairs of kind and colour training never shows: one pair in eight. Every kind keeps nine or
 * ten of its eleven colours and every colour seven kinds in eight.
 */
final class HeldOutPairs {

  private HeldOutPairs() {}

  static boolean contains(int kind, int colour) {
    return (5 * kind + colour) % 8 == 3;
  }
}
