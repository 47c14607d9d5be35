package dev.patchseek.indexer.candidate;

/** How far estimates were off in one search. For one thread. */
final class EstimateErrors {

  private int count;
  private double sum;
  private double squares;

  /** Notes what an image was estimated at and what it scores. */
  void note(float estimate, float score) {
    double error = score - estimate;
    sum += error;
    squares += error * error;
    count++;
  }

  /** The errors noted, at least one. */
  NormalErrors asNormal() {
    double mean = sum / count;
    return new NormalErrors(mean, Math.sqrt(Math.max(0, squares / count - mean * mean)));
  }
}
