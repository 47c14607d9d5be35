package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Batches of what the frozen part of a vision tower has said once. */
final class FrozenBatches implements Batches {

  private final NDManager manager;
  private final FrozenPart part;
  private final FrozenStates states;
  private final Iterator<List<Pair>> batches;
  private final Mirroring mirroring;
  private final long seed;
  private int next; // number of the next batch in its epoch

  /**
   * @param first number of the first batch in its epoch
   * @param mirroring which pictures are mirrored
   * @param seed of the mirroring at random
   */
  FrozenBatches(
      NDManager manager,
      FrozenPart part,
      FrozenStates states,
      List<List<Pair>> batches,
      int first,
      Mirroring mirroring,
      long seed) {
    this.manager = manager;
    this.part = part;
    this.states = states;
    this.batches = batches.iterator();
    this.mirroring = mirroring;
    this.seed = seed;
    next = first;
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public LoadedBatch next() {
    Batch batch = states.readable(batches.next());
    return new FrozenBatch(batch, mirroring.of(batch.images().size(), seed, next++));
  }

  @Override
  public void close() {
    // it holds nothing of its own
  }

  private final class FrozenBatch implements LoadedBatch {

    private final Batch batch;
    private final boolean[] flipped;

    FrozenBatch(Batch batch, boolean[] flipped) {
      this.batch = batch;
      this.flipped = flipped;
    }

    @Override
    public Batch batch() {
      return batch;
    }

    @Override
    public View view(int picture) {
      return new View(Cropping.Window.WHOLE, flipped[picture]);
    }

    @Override
    public NDArray features(int from, int to) {
      return part.features(states(from, to));
    }

    @Override
    public NDArray featuresBlockByBlock(int from, int to) {
      return BlockByBlock.features(part.tower(), states(from, to), part.blocks());
    }

    @Override
    public void backwardBlockByBlock(int from, int to, NDArray gradient) {
      BlockByBlock.backward(part.tower(), states(from, to), part.blocks(), gradient);
    }

    /** [to - from, 1+P', D]. */
    private NDArray states(int from, int to) {
      boolean[] some = Arrays.copyOfRange(flipped, from, to);
      return states.of(manager, batch.images().subList(from, to), some);
    }
  }
}
