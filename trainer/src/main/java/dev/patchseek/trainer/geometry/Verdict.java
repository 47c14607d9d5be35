package dev.patchseek.trainer.geometry;

/** What the spectrum of a layer's update says of its rank r. */
enum Verdict {
  /** The update is too small beside its weight to do anything that can be seen. */
  DEAD("dead"),
  /** All r directions do nearly alike: more would have been used. */
  TOO_SMALL("small"),
  /** Half of the directions, or fewer, do nearly everything. */
  TOO_LARGE("large"),
  FITS("fits");

  /** The share of the energy Σσ² that a rank is to keep. */
  static final double ENERGY = 0.95;

  /** An update smaller than this share of its weight is dead. */
  static final double DEAD_SHARE = 2e-3;

  /** Directions do alike when the effective rank is above this share of r. */
  static final double EVEN = 0.8;

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** Of one direction nobody can tell whether more would have been used. */
  static Verdict of(LayerUpdate update) {
    if (update.relativeNorm() < DEAD_SHARE) {
      return DEAD;
    }
    if (2 * update.delta().rankFor(ENERGY) <= update.rank()) {
      return TOO_LARGE;
    }
    boolean even = update.delta().effectiveRank() > EVEN * update.rank();
    return even && update.rank() > 1 ? TOO_SMALL : FITS;
  }

  /** The rank to try next in a layer. */
  static int rank(LayerUpdate update) {
    return switch (of(update)) {
      case DEAD -> update.rank();
      case TOO_SMALL -> 2 * update.rank();
      case TOO_LARGE, FITS -> update.delta().rankFor(ENERGY);
    };
  }

  String label() {
    return label;
  }
}
