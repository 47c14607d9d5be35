package dev.patchseek.data.picturebook;

/** How large a thing is drawn. */
public enum Size {
  SMALL(0.24),
  MEDIUM(0.36),
  LARGE(0.50);

  /** Side of the square frame the thing is drawn into, as a part of the picture's width. */
  final double share;

  Size(double share) {
    this.share = share;
  }
}
