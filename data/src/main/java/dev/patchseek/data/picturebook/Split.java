package dev.patchseek.data.picturebook;

/** The two halves of the picture book. */
public enum Split {
  /** Never shows a held-out pair of kind and colour. */
  TRAIN,
  /** Every picture shows at least one held-out pair of kind and colour. */
  GALLERY
}
