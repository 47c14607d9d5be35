package dev.patchseek.data.dataset;

import java.util.List;

/**
 * A part of a caption that names something visible.
 *
 * @param start index of its first UTF-16 unit in the caption
 * @param end index behind its last UTF-16 unit
 * @param boxes where it is seen in the picture; never empty
 */
public record Phrase(int start, int end, List<Box> boxes) {

  public Phrase {
    boxes = List.copyOf(boxes);
    if (start < 0 || end <= start || boxes.isEmpty()) {
      throw new IllegalArgumentException(
          "a phrase needs 0 <= start < end and a box, got %d..%d with %d boxes"
              .formatted(start, end, boxes.size()));
    }
  }
}
