package dev.patchseek.trainer.loop;

import java.util.Iterator;

/** The batches of an epoch, one after the other. */
interface Batches extends Iterator<LoadedBatch>, AutoCloseable {

  @Override
  void close();
}
