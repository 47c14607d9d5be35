package dev.patchseek.trainer.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.picturebook.PictureBook;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The targets of a batch as weighted one-hot rows, so that a cross-entropy is one product and a
 * sum.
 *
 * @param kinds [B·P, kinds + 1]; each row sums to its weight, all rows to 1
 * @param colours [B·P, colours + 1]; likewise
 * @param settings [B, settings]; likewise
 * @param things [T, B·P], row t averages over the patches of thing t
 * @param thingKinds [T, kinds + 1]; each row sums to 1/T
 */
record LabelBatch(
    NDArray kinds, NDArray colours, NDArray settings, NDArray things, NDArray thingKinds) {

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
      }
    }
    List<int[]> things = things(batch);
    float[] averages = new float[things.size() * pictures * patches];
    float[] thingKinds = new float[things.size() * kindCount];
    for (int t = 0; t < things.size(); t++) {
      int[] own = things.get(t);
      for (int row : own) {
        averages[t * pictures * patches + row] = 1f / own.length;
      }
      int kind = batch.get(own[0] / patches).kinds()[own[0] % patches];
      thingKinds[t * kindCount + kind] = 1f / things.size();
    }
    long rows = (long) pictures * patches;
    return new LabelBatch(
        manager.create(kinds, new Shape(rows, kindCount)),
        manager.create(colours, new Shape(rows, colourCount)),
        manager.create(settings, new Shape(pictures, settingCount)),
        manager.create(averages, new Shape(things.size(), rows)),
        manager.create(thingKinds, new Shape(things.size(), kindCount)));
  }

  /** The patches of each thing of each picture, counted over the whole batch. */
  private static List<int[]> things(List<PatchLabels> batch) {
    List<int[]> things = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      byte[] owners = batch.get(i).owners();
      int first = i * owners.length;
      for (int thing = 1; thing <= most(owners); thing++) {
        int wanted = thing;
        int[] own =
            IntStream.range(0, owners.length)
                .filter(p -> owners[p] == wanted)
                .map(p -> first + p)
                .toArray();
        if (own.length > 0) {
          things.add(own);
        }
      }
    }
    return things;
  }

  private static int most(byte[] owners) {
    int most = 0;
    for (byte owner : owners) {
      most = Math.max(most, owner);
    }
    return most;
  }
}
