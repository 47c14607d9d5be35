package dev.patchseek.data.image;

/**
 * The similarities between which heat is told apart. One fixed scale for all words and pictures: a
 * word that a picture does not show stays cold instead of lighting up its least bad patch.
 *
 * @param low no heat at and below it
 * @param high full heat at and above it
 */
public record HeatScale(float low, float high) {

  /** Fits the similarities of trained models. */
  public static final HeatScale FIXED = new HeatScale(0.2f, 0.8f);

  /** From 0 (cold) to 1. */
  public float of(float similarity) {
    return Math.clamp((similarity - low) / (high - low), 0f, 1f);
  }
}
