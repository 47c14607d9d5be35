package dev.patchseek.trainer.eval;

import java.util.List;
import java.util.stream.IntStream;

/** A sample that a list's order does not bias. */
final class EvenlySpaced {

  private EvenlySpaced() {}

  /** Up to so many elements in their order, evenly spaced; all of a shorter list. */
  static <T> List<T> of(List<T> all, int most) {
    int count = Math.min(most, all.size());
    return IntStream.range(0, count)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
        .toList();
  }
}
