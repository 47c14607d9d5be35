package dev.patchseek.trainer.loop;

import java.util.Random;

/** Which pictures are mirrored. */
enum Mirroring {
  NEVER,
  AT_RANDOM,
  ALWAYS;

  /**
   * Chooses for the pictures of a batch; with probability ½ each where chance decides.
   *
   * @param seed of the epoch
   * @param batch number of the batch in its epoch
   * @return [count], true for those to be mirrored
   */
  boolean[] of(int count, long seed, int batch) {
    Random random = new Random(seed * 1_000_003 + batch);
    boolean[] mirrored = new boolean[count];
    for (int i = 0; i < count; i++) {
      mirrored[i] = this == ALWAYS || (this == AT_RANDOM && random.nextBoolean());
    }
    return mirrored;
  }
}
