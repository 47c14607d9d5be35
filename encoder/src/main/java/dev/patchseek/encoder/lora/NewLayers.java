package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.lora.Adapter.Site;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.transformer.Scalar;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Updates that change nothing yet, in the form that a configuration asks for. */
final class NewLayers {

  /** Deviation of both factors of AdaLoRA, as in its paper's code. */
  private static final double ADALORA_DEVIATION = 0.02;

  private final LoraConfig config;
  private final AdapterDropout dropout;
  private final DrawnRank drawn;
  private final Random random;

  /**
   * Prepares for the layers of one adapter.
   *
   * @param seed of what is drawn
   */
  NewLayers(LoraConfig config, AdapterDropout dropout, DrawnRank drawn, long seed) {
    this.config = config;
    this.dropout = dropout;
    this.drawn = drawn;
    random = new Random(seed);
  }

  AdaptedLinear of(Site site, Linear base) {
    return switch (config.form()) {
      case LORA -> config.start() == LoraStart.PISSA ? pissa(site, base) : lora(site, base);
      case DORA -> dora(lora(site, base));
      case ADALORA -> adaLora(site, base);
      case DYLORA -> new DyLoraLinear(lora(site, base), drawn);
      case FULL -> full(site, base);
    };
  }

  private LoraLinear lora(Site site, Linear base) {
    int rank = config.rank(site);
    NDArray a =
        config.start() == LoraStart.GAUSSIAN
            ? drawn(base, rank, in(base), () -> random.nextGaussian() / rank)
            : drawn(base, rank, in(base), () -> kaiming(in(base)));
    return new LoraLinear(base, a, zeros(base, out(base), rank), scale(site, base), dropout);
  }

  private double kaiming(long in) {
    return (2 * random.nextFloat() - 1) * (float) (1 / Math.sqrt(in));
  }

  private DoraLinear dora(LoraLinear lora) {
    NDArray lengths;
    try (NDScope scope = new NDScope()) { // a quantised layer makes its weight anew
      scope.suppressNotUsedWarning();
      lengths = DoraLinear.lengths(lora.base().weight());
      NDScope.unregister(lengths);
    }
    return new DoraLinear(lora.base(), lora.a(), lora.b(), lora.scale(), lengths, lora.dropout());
  }

  private PissaLinear pissa(Site site, Linear base) {
    return PissaLinear.of(base, config.rank(site), config.scale(site), dropout);
  }

  private AdaLoraLinear adaLora(Site site, Linear base) {
    int rank = config.rank(site);
    DoubleSupplier gaussian = () -> ADALORA_DEVIATION * random.nextGaussian();
    NDArray a = drawn(base, rank, in(base), gaussian);
    NDArray b = drawn(base, out(base), rank, gaussian);
    return new AdaLoraLinear(base, a, b, zeros(base, rank), scale(site, base), dropout);
  }

  private FullLinear full(Site site, Linear base) {
    NDArray update = zeros(base, out(base), in(base));
    return new FullLinear(base, update, scale(site, base), config.energy(), dropout);
  }

  private NDArray scale(Site site, Linear base) {
    return Scalar.of(manager(base), config.scale(site));
  }

  private static NDArray drawn(Linear base, long rows, long columns, DoubleSupplier source) {
    float[] values = new float[Math.toIntExact(rows * columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) source.getAsDouble();
    }
    return manager(base).create(values, new Shape(rows, columns));
  }

  private static NDArray zeros(Linear base, long... shape) {
    return manager(base).zeros(new Shape(shape));
  }

  private static NDManager manager(Linear base) {
    return base.manager();
  }

  private static long in(Linear base) {
    return base.in();
  }

  private static long out(Linear base) {
    return base.out();
  }
}
