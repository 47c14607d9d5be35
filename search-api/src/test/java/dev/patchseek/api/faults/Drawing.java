package dev.patchseek.api.faults;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.data.image.ImageWriter;
import java.util.Map;
import java.util.Random;

/**
 * A picture that a search tells from all others: a coloured square in one of 4 x 4 places.
 *
 * @param word its colour
 * @param row from 0 at the top
 * @param column from 0 at the left
 */
record Drawing(String word, int row, int column) {

  static final Map<String, Integer> COLOURS =
      Map.of("red", 0xff0000, "green", 0x00ff00, "blue", 0x0000ff);

  static Drawing any(Random random) {
    String word = COLOURS.keySet().stream().sorted().toList().get(random.nextInt(3));
    return new Drawing(word, random.nextInt(4), random.nextInt(4));
  }

  byte[] png() {
    return ImageWriter.png(ColourWorld.square(64, 64, row, column, COLOURS.get(word)));
  }
}
