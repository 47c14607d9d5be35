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
      int side = model.vision.config().image();
      NDArray pixels = loaded.pixels(model.manager, side, from, to); // [to - from, 3, H, W]
      return model.vision.features(model.vision.forward(pixels)); // [to - from, 1+P, D]
    }
  }
}
