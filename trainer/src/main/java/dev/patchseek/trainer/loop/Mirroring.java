package dev.patchseek.trainer.loop;

import java.util.Random;

/** Which pictures are mirrored. */
enum Mirroring {
  NEVER,
  AT_RANDOM,
  ALWAYS;

  /** Whether the next picture is mirrored; with probability ½ where chance decides. */
  boolean next(Random random) {
    return this == ALWAYS || (this == AT_RANDOM && random.nextBoolean());
  }
}
