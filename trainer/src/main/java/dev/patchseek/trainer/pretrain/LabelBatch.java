package dev.patchseek.trainer.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.picturebook.PictureBook;
import java.util.List;

/**
 * The targets of a batch as weighted one-hot rows, so that a cross-entropy is one product and a
 * sum.
 *
 * @param kinds [B·P, kinds + 1]; each row sums to its weight, all rows to 1
 * @param colours [B·P, colours + 1]; likewise
 * @param settings [B, settings]; likewise
 * @param present [B, kinds], 1 where the picture shows the kind
 */
record LabelBatch(NDArray kinds, NDArray colours, NDArray settings, NDArray present) {

  /** Most patches show the setting alone: they must not drown the things. */
  private static final float SETTING_WEIGHT = 0.25f;

  static LabelBatch of(NDManager manager, List<PatchLabels> batch) {
    int pictures = batch.size();
    int patches = batch.getFirst().kinds().length;
    int kindCount = PictureBook.kinds().size() + 1;
    int colourCount = PictureBook.colours().size() + 1;
    int settingCount = PictureBook.settings().size();
    float[] kinds = new float[pictures * patches * kindCount];
    float[] colours = new float[pictures * patches * colourCount];
    float[] settings = new float[pictures * settingCount];
    float[] present = new float[pictures * (kindCount - 1)];
    double total = 0;
    for (PatchLabels labels : batch) {
      for (byte kind : labels.kinds()) {
        total += kind == 0 ? SETTING_WEIGHT : 1;
      }
    }
    for (int i = 0; i < pictures; i++) {
      PatchLabels labels = batch.get(i);
      settings[i * settingCount + labels.setting()] = 1f / pictures;
      for (int p = 0; p < patches; p++) {
        int kind = labels.kinds()[p];
        float weight = (float) ((kind == 0 ? SETTING_WEIGHT : 1) / total);
        kinds[(i * patches + p) * kindCount + kind] = weight;
        colours[(i * patches + p) * colourCount + labels.colours()[p]] = weight;
        if (kind > 0) {
          present[i * (kindCount - 1) + kind - 1] = 1;
        }
      }
    }
    long rows = (long) pictures * patches;
    return new LabelBatch(
        manager.create(kinds, new Shape(rows, kindCount)),
        manager.create(colours, new Shape(rows, colourCount)),
        manager.create(settings, new Shape(pictures, settingCount)),
        manager.create(present, new Shape(pictures, kindCount - 1)));
  }
}
