package dev.patchseek.indexer.write;

import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import java.util.List;

/** Turns pictures into patch vectors; {@code Bundle::embedImages} is the one outside tests. */
interface PatchEmbedder {

  /** Embeds pictures in one batch; result i belongs to picture i. */
  List<PatchEmbeddings> embed(List<RgbImage> images);
}
