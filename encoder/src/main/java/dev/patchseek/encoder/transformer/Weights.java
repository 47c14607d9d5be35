package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.weights.Checkpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Gives a tower its tensors by name as it is put together, and remembers them. */
public final class Weights {

  private interface Source {
    NDArray read(String name, long... shape);
  }

  private final NDManager manager;
  private final Source source;
  private final String prefix;
  private final Map<String, NDArray> given;
  private final Precision precision;
  private final Product product;
  private final Storage storage;
  private DotProductAttention attention; // of all blocks; null before the first

  private Weights(
      NDManager manager,
      Source source,
      String prefix,
      Map<String, NDArray> given,
      Precision precision,
      Product product,
      Storage storage) {
    this.manager = manager;
    this.source = source;
    this.prefix = prefix;
    this.given = given;
    this.precision = precision;
    this.product = product;
    this.storage = storage;
  }

  private Weights(NDManager manager, Source source) {
    this(
        manager,
        source,
        "",
        new LinkedHashMap<>(),
        Precision.FLOAT32,
        Product.FLOAT32,
        Storage.FLOAT32);
  }

  /** The same tensors for layers that multiply in the given precision. */
  public Weights in(Precision precision) {
    Product other = precision.product(manager);
    return new Weights(manager, source, prefix, given, precision, other, storage);
  }

  /** The same tensors for blocks whose linear layers keep them in another way. */
  public Weights keptIn(Storage other) {
    return new Weights(manager, source, prefix, given, precision, product, other);
  }

  /** The same tensors, asked for without {@code prefix} before each name. */
  public Weights under(String prefix) {
    return new Weights(manager, source, this.prefix + prefix, given, precision, product, storage);
  }

  /** The tensors of a checkpoint, each with {@code prefix} before its name. */
  public static Weights of(NDManager manager, Checkpoint checkpoint, String prefix) {
    return new Weights(manager, (name, shape) -> checkpoint.take(manager, prefix + name, shape));
  }

  /** Random tensors for a tower to be trained: N(0, 0.02), layer norms 1, biases 0. */
  public static Weights random(NDManager manager, long seed) {
    return random(manager, seed, name -> 0.02);
  }

  /**
   * Random tensors for a tower to be trained: normally distributed, layer norms 1, biases 0.
   *
   * @param deviation the standard deviation of the tensor of a name
   */
  public static Weights random(NDManager manager, long seed, ToDoubleFunction<String> deviation) {
    Random random = new Random(seed);
    return new Weights(
        manager,
        (name, shape) -> initial(manager, random, deviation.applyAsDouble(name), name, shape));
  }

  private static NDArray initial(
      NDManager manager, Random random, double deviation, String name, long... dims) {
    Shape shape = new Shape(dims);
    if (name.endsWith(".bias")) {
      return manager.zeros(shape);
    }
    if (name.contains("norm") && dims.length == 1) {
      return manager.ones(shape);
    }
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return manager.create(values, shape);
  }

  public NDManager manager() {
    return manager;
  }

  public Storage storage() {
    return storage;
  }

  /** Gives the tensor of this name and shape in float32; it lives as long as the manager. */
  public NDArray get(String name, long... shape) {
    NDArray array = source.read(prefix + name, shape);
    if (array.getDataType() != DataType.FLOAT32) {
      throw new IllegalStateException(name + " is " + array.getDataType() + ", not float32");
    }
    NDScope.unregister(array);
    given.put(prefix + name, array);
    return array;
  }

  /** All tensors given so far as they are kept, by name without prefix, in the order of asking. */
  public Map<String, NDArray> given() {
    return Collections.unmodifiableMap(given);
  }

  public Linear linear(String name, long in, long out, boolean bias) {
    NDArray weight = get(name + ".weight", out, in);
    Linear whole = new Linear(weight, bias ? get(name + ".bias", out) : null, product);
    Linear linear = storage.kept(whole);
    if (linear.product() instanceof QuantisedProduct quantised) {
      given.put(prefix + name + ".weight", linear.kept());
      quantised
          .scales()
          .forEach((scale, array) -> given.put(prefix + name + ".weight." + scale, array));
      weight.close();
    }
    return linear;
  }

  public LayerNorm layerNorm(String name, long size, float epsilon) {
    return new LayerNorm(get(name + ".weight", size), get(name + ".bias", size), epsilon);
  }

  /** Puts block number {@code layer} together. */
  public Block block(BlockNames names, int layer, BlockConfig config) {
    int d = config.hidden();
    boolean bias = config.qkvBias();
    LayerNorm norm1 = layerNorm(names.norm1(layer), d, config.epsilon());
    if (attention == null) {
      attention = precision.attention(manager);
    }
    Attention heads =
        new Attention(
            config.heads(),
            attention,
            linear(names.path(layer, Target.QUERY), d, d, bias),
            linear(names.path(layer, Target.KEY), d, d, bias),
            linear(names.path(layer, Target.VALUE), d, d, bias),
            linear(names.path(layer, Target.PROJ), d, d, true));
    return new Block(
        norm1,
        heads,
        layerNorm(names.norm2(layer), d, config.epsilon()),
        linear(names.path(layer, Target.FC1), d, config.mlp(), true),
        Activation.of(config.activation()).layer(manager),
        linear(names.path(layer, Target.FC2), config.mlp(), d, true));
  }
}
