package dev.patchseek.trainer.eval;

import java.util.Arrays;
import java.util.Locale;

/**
 * A number that was measured once or several times.
 *
 * @param mean of the measurements
 * @param deviation the sample's standard deviation (n - 1); NaN of one measurement
 */
public record Spread(double mean, double deviation) {

  /** Of one measurement or several. */
  public static Spread of(double... values) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Spread(
        mean, values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1)));
  }

  /**
   * {@code 12.3} or {@code 12.3 ± 0.4}; {@code –} where there is no number.
   *
   * @param decimals behind the point
   */
  public String text(int decimals) {
    if (Double.isNaN(mean)) {
      return "–";
    }
    String number = "%." + decimals + "f";
    return Double.isNaN(deviation)
        ? String.format(Locale.ROOT, number, mean)
        : String.format(Locale.ROOT, number + " ± " + number, mean, deviation);
  }
}
