package dev.patchseek.data.picturebook;

import java.awt.Color;

/** The light a setting is seen in. */
enum TimeOfDay {
  DAY("", 0x8CCBF2, 0xDDF2FB, 0xFFFFFF, 0),
  SUNSET(" at sunset", 0x8E6FB8, 0xFFB877, 0xF08A5C, 0.24),
  NIGHT(" at night", 0x141C4A, 0x3F5597, 0x1A2858, 0.56);

  /** What captions say, with a space before it; empty for the day. */
  final String words;

  final Color skyTop;
  final Color skyBottom;
  private final Color tint;
  private final double strength;

  TimeOfDay(String words, int skyTop, int skyBottom, int tint, double strength) {
    this.words = words;
    this.skyTop = new Color(skyTop);
    this.skyBottom = new Color(skyBottom);
    this.tint = new Color(tint);
    this.strength = strength;
  }

  /** How a colour of the scenery looks in this light. */
  Color light(Color byDay) {
    return Colour.mix(byDay, tint, strength);
  }
}
