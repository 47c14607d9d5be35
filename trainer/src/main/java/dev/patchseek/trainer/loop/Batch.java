package dev.patchseek.trainer.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts and pictures of a step. A picture is there once, however many of its captions are.
 *
 * @param pairs a caption each
 * @param images the different pictures among the pairs, as indices into the training pictures
 * @param columns for each pair, where its picture stands in {@code images}
 */
record Batch(List<Pair> pairs, List<Integer> images, int[] columns) {

  static Batch of(List<Pair> pairs) {
    Map<Integer, Integer> places = new LinkedHashMap<>();
    int[] columns = new int[pairs.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = places.computeIfAbsent(pairs.get(i).image(), image -> places.size());
    }
    return new Batch(List.copyOf(pairs), List.copyOf(places.keySet()), columns);
  }
}
