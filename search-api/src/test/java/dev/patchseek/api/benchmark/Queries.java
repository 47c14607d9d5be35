package dev.patchseek.api.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Texts to search by, for any number of threads. */
final class Queries {

  private static final String[] COLOURS =
      "red green blue yellow orange purple pink brown grey black white".split(" ");
  private static final String[] THINGS =
      ("kite dog boat balloon drum star umbrella fish car turtle lamp octopus butterfly rocket cat"
              + " book teapot rainbow frog cactus")
          .split(" ");

  private Queries() {}

  /** Millions of different ones, so that hardly any comes twice. */
  static Supplier<String> distinct(int seed) {
    Random random = new Random(seed);
    return () -> {
      synchronized (random) {
        return "a %s and a %s near a %s".formatted(thing(random), thing(random), thing(random));
      }
    };
  }

  /** A few, again and again. */
  static Supplier<String> repeated(int count, int seed) {
    Supplier<String> source = distinct(seed);
    List<String> queries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      queries.add(source.get());
    }
    Random random = new Random(seed);
    return () -> {
      synchronized (random) {
        return queries.get(random.nextInt(count));
      }
    };
  }

  private static String thing(Random random) {
    return COLOURS[random.nextInt(COLOURS.length)] + " " + THINGS[random.nextInt(THINGS.length)];
  }
}
