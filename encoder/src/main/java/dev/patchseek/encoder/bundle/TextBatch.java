package dev.patchseek.encoder.bundle;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.text.TokenizedText;
import java.util.List;

/**
 * Texts side by side, padded to the longest with end-of-text as CLIP does.
 *
 * @param ids [B, L] int64
 * @param words [B, L] float32: 1 at real tokens, 0 at start-of-text, end-of-text and padding
 * @param ends index of each text's first end-of-text
 */
public record TextBatch(NDArray ids, NDArray words, int[] ends) {

  /**
   * Lays texts side by side.
   *
   * @throws InvalidInputException when the texts come from another tower's tokenizer
   */
  public static TextBatch of(NDManager manager, ClipTextTower tower, List<TokenizedText> texts) {
    int batch = texts.size();
    int length = texts.stream().mapToInt(text -> text.ids().length).max().orElseThrow();
    long[] ids = new long[batch * length];
    float[] words = new float[batch * length];
    int[] ends = new int[batch];
    for (int i = 0; i < batch; i++) {
      int[] row = texts.get(i).ids();
      for (int j = 0; j < length; j++) {
        int id = row[Math.min(j, row.length - 1)];
        if (id >= tower.config().vocabulary()) {
          throw new InvalidInputException(
              "the tokenizer gives the id %d, the text tower knows ids below %d: they do not"
                      .formatted(id, tower.config().vocabulary())
                  + " belong together");
        }
        ids[i * length + j] = id;
      }
      for (TokenizedText.Span span : texts.get(i).spans()) {
        words[i * length + span.position()] = 1;
      }
      ends[i] = tower.endOfText(row);
    }
    Shape shape = new Shape(batch, length);
    return new TextBatch(manager.create(ids, shape), manager.create(words, shape), ends);
  }
}
