package dev.patchseek.trainer.loop;

/**
 * How pictures are changed at random, so that words are learnt from more than one look at each.
 *
 * @param mirroring which are mirrored
 * @param cropping which part of them is left
 */
record Augmentation(Mirroring mirroring, Cropping cropping) {

  static final Augmentation NONE = new Augmentation(Mirroring.NEVER, Cropping.NONE);

  /**
   * Chooses for the pictures of a batch.
   *
   * @param seed of the epoch
   * @param batch number of the batch in its epoch
   */
  View[] of(int count, long seed, int batch) {
    boolean[] mirrored = mirroring.of(count, seed, batch);
    Cropping.Window[] windows = cropping.of(count, seed, batch);
    View[] views = new View[count];
    for (int i = 0; i < count; i++) {
      views[i] = new View(windows[i], mirrored[i]);
    }
    return views;
  }
}
