package dev.patchseek.indexer.write;

import dev.patchseek.data.image.RgbImage;
import dev.patchseek.indexer.format.ImageRecord;

/** What reading one image file came to. */
sealed interface PreparedImage {

  /** To be embedded. {@code isNew}: the index holds no image of this id. */
  record Decoded(ImageRecord record, RgbImage pixels, boolean isNew) implements PreparedImage {}

  /** The index holds it already. */
  record Unchanged() implements PreparedImage {}

  /** Cannot be indexed. */
  record Unusable(SkippedImage skipped) implements PreparedImage {}
}
