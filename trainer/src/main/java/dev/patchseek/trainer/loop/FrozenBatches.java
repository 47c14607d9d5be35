package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Iterator;
import java.util.List;

/** Batches of what a frozen vision tower has said once. */
final class FrozenBatches implements Batches {

  private final NDManager manager;
  private final FrozenFeatures frozen;
  private final Iterator<List<Pair>> batches;

  FrozenBatches(NDManager manager, FrozenFeatures frozen, List<List<Pair>> batches) {
    this.manager = manager;
    this.frozen = frozen;
    this.batches = batches.iterator();
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public LoadedBatch next() {
    return new FrozenBatch(manager, frozen, frozen.readable(batches.next()));
  }

  @Override
  public void close() {
    // it holds nothing of its own
  }

  private record FrozenBatch(NDManager manager, FrozenFeatures frozen, Batch batch)
      implements LoadedBatch {

    @Override
    public NDArray features(int from, int to) {
      return frozen.of(manager, batch.images().subList(from, to));
    }
  }
}
