package dev.patchseek.trainer.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What to try next, and why.
 *
 * @param what to do
 * @param why the figures that say so
 */
record Advice(String what, String why) {

  /** Advice from the spectrum of every adapted layer and from the patches that win. */
  static List<Advice> of(List<LayerUpdate> updates, WordFigures before, WordFigures after) {
    List<Advice> advice = new ArrayList<>(LayerAdvice.of(updates));
    advice.addAll(WordAdvice.of(before, after));
    if (advice.isEmpty()) {
      advice.add(
          new Advice("Nothing stands out.", "Rank, size and winners are in their usual range."));
    }
    return advice;
  }

  /** Text with numbers in it. */
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
