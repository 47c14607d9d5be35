package dev.patchseek.indexer.write;

import dev.patchseek.indexer.format.ImageRecord;

/** What looking at one image file came to. */
sealed interface PreparedImage {

  /**
   * To be embedded.
   *
   * @param pixels as {@link PatchEmbedder#resized} gave them
   * @param isNew whether the index holds no image of this id
   */
  record Decoded(ImageRecord record, byte[] pixels, boolean isNew) implements PreparedImage {}

  /** The index holds it, and its file looks as it did. */
  record Unchanged() implements PreparedImage {}

  /** The index holds it; its file was written anew, with the same content. */
  record Touched(ImageRecord record) implements PreparedImage {}

  /** The index holds it with other metadata. */
  record Described(ImageRecord record) implements PreparedImage {}

  /** Cannot be indexed. */
  record Unusable(SkippedImage skipped) implements PreparedImage {}
}
