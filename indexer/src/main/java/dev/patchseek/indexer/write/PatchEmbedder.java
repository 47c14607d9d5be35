package dev.patchseek.indexer.write;

import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import java.util.List;

/** Turns pictures into patch vectors. The one outside tests is a bundle's. */
interface PatchEmbedder {

  /** A bundle's embedder. */
  static PatchEmbedder of(Bundle bundle) {
    return new PatchEmbedder() {
      @Override
      public byte[] resized(RgbImage image) {
        return bundle.embedder().preprocessor().resized(image);
      }

      @Override
      public List<PatchEmbeddings> embed(List<byte[]> resized) {
        return bundle.embedder().embedResized(resized);
      }
    };
  }

  /** Makes a picture as small as the model reads it; for many threads at once. */
  byte[] resized(RgbImage image);

  /** Embeds pictures in one batch; result i belongs to picture i. */
  List<PatchEmbeddings> embed(List<byte[]> resized);
}
