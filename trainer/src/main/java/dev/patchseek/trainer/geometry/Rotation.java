package dev.patchseek.trainer.geometry;

/**
 * How vectors changed.
 *
 * @param cosine mean of the cosine between each vector before and after
 * @param least the smallest of these cosines
 * @param moved mean of ‖after - before‖ / ‖before‖
 */
record Rotation(double cosine, double least, double moved) {

  /**
   * Compares vectors one by one.
   *
   * @param before [n × dim]
   * @param after [n × dim]
   */
  static Rotation of(float[] before, float[] after, int dim) {
    double cosines = 0;
    double least = 1;
    double moved = 0;
    int count = before.length / dim;
    for (int vector = 0; vector < count; vector++) {
      double dot = 0;
      double first = 0;
      double second = 0;
      double change = 0;
      for (int i = vector * dim; i < (vector + 1) * dim; i++) {
        dot += (double) before[i] * after[i];
        first += (double) before[i] * before[i];
        second += (double) after[i] * after[i];
        change += Math.pow((double) after[i] - before[i], 2);
      }
      double cosine = dot / Math.max(1e-12, Math.sqrt(first * second));
      cosines += cosine;
      least = Math.min(least, cosine);
      moved += Math.sqrt(change / Math.max(1e-12, first));
    }
    return new Rotation(cosines / count, least, moved / count);
  }
}
