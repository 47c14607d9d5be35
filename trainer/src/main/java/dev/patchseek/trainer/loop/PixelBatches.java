package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;

/** Batches of pictures, which the vision tower sees anew in every step. */
final class PixelBatches implements Batches {

  private final Model model;
  private final PixelLoader loader;

  PixelBatches(Model model, PixelLoader loader) {
    this.model = model;
    this.loader = loader;
  }

  @Override
  public boolean hasNext() {
    return loader.hasNext();
  }

  @Override
  public LoadedBatch next() {
    return new PixelBatch(model, loader.next());
  }

  @Override
  public void close() {
    loader.close();
  }

  private record PixelBatch(Model model, PixelLoader.Loaded loaded) implements LoadedBatch {

    @Override
    public Batch batch() {
      return loaded.batch();
    }

    @Override
    public View view(int picture) {
      return loaded.views().get(picture);
    }

    @Override
    public NDArray features(int from, int to) {
      return model.vision.features(model.vision.forward(pixels(from, to))); // [to - from, 1+P, D]
    }

    @Override
    public NDArray featuresBlockByBlock(int from, int to) {
      NDArray states = model.vision.lower(pixels(from, to), 0); // [to - from, 1+P, D]
      return BlockByBlock.features(model.vision, states, 0);
    }

    @Override
    public void backwardBlockByBlock(int from, int to, NDArray gradient) {
      int first = model.adapter().config().firstLayer();
      NDArray states = model.vision.lower(pixels(from, to), first); // [to - from, 1+P, D]
      BlockByBlock.backward(model.vision, states, first, gradient);
    }

    /** [to - from, 3, H, W]. */
    private NDArray pixels(int from, int to) {
      return loaded.pixels(model.manager, model.vision.config().image(), from, to);
    }
  }
}
