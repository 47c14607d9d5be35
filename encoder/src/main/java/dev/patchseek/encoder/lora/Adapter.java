package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.transformer.Layer;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.transformer.Scalar;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * LoRA on the blocks of a vision tower. An adapter is either attached (its layers wrap the tower's,
 * for training) or merged (ΔW is added to the tower's weights, for speed); both give the same
 * output.
 */
public final class Adapter {

  /** The two factors of one layer's update: A [r, in] and B [out, r]. */
  record Factors(NDArray a, NDArray b) {}

  /** One adapted layer of a tower. */
  record Site(int layer, Target target) {}

  private final VisionTransformer tower;
  private final LoraConfig config;
  private final Map<Site, LoraLinear> layers = new LinkedHashMap<>();
  private boolean merged;

  private Adapter(VisionTransformer tower, LoraConfig config) {
    this.tower = tower;
    this.config = config;
  }

  /**
   * Attaches a new adapter that changes nothing yet: A uniform in ±1/√in as PEFT draws it, B = 0.
   *
   * @param seed of A
   */
  public static Adapter create(VisionTransformer tower, LoraConfig config, long seed) {
    NDManager manager = tower.manager();
    Random random = new Random(seed);
    return attach(
        tower,
        config,
        (site, weight) -> {
          long out = weight.get(0);
          long in = weight.get(1);
          float bound = (float) (1 / Math.sqrt(in));
          float[] a = new float[Math.toIntExact(config.rank() * in)];
          for (int i = 0; i < a.length; i++) {
            a[i] = (2 * random.nextFloat() - 1) * bound;
          }
          return new Factors(
              manager.create(a, new Shape(config.rank(), in)),
              manager.zeros(new Shape(out, config.rank())));
        });
  }

  /** Gives the factors of a layer whose weight has the given shape [out, in]. */
  interface FactorSource {
    Factors factors(Site site, Shape weight);
  }

  static Adapter attach(VisionTransformer tower, LoraConfig config, FactorSource source) {
    Adapter adapter = new Adapter(tower, config);
    NDArray scale = Scalar.of(tower.manager(), config.scale());
    int layers = tower.config().blocks().layers();
    if (config.firstLayer() >= layers) {
      throw new InvalidInputException(
          "LoRA's firstLayer is %d, but the tower has only the blocks 0 to %d"
              .formatted(config.firstLayer(), layers - 1));
    }
    for (int layer = config.firstLayer(); layer < layers; layer++) {
      for (Target target : config.ordered()) {
        Site site = new Site(layer, target);
        tower.wrap(layer, target, base -> adapter.wrap(site, base, source, scale));
      }
    }
    return adapter;
  }

  private Layer wrap(Site site, Layer base, FactorSource source, NDArray scale) {
    if (!(base instanceof Linear linear)) {
      throw new IllegalStateException(site + " carries an adapter already; merge or detach it");
    }
    Factors factors = source.factors(site, linear.weight().getShape());
    NDScope.unregister(factors.a, factors.b);
    LoraLinear layer = new LoraLinear(linear, factors.a, factors.b, scale);
    layers.put(site, layer);
    return layer;
  }

  /** Takes the adapter off the tower, which then answers as if it had never been there. */
  public void detach() {
    if (merged) {
      throw new IllegalStateException("a merged adapter cannot be detached; unmerge it first");
    }
    layers.forEach((site, layer) -> tower.wrap(site.layer, site.target, wrapped -> layer.base()));
  }

  /** Adds ΔW to the tower's weights and takes the wrappers off. */
  public void merge() {
    detach();
    addDeltas(1);
    merged = true;
  }

  /** Takes ΔW from the tower's weights and puts the wrappers on again. */
  public void unmerge() {
    if (!merged) {
      throw new IllegalStateException("the adapter is not merged");
    }
    addDeltas(-1);
    layers.forEach((site, layer) -> tower.wrap(site.layer, site.target, base -> layer));
    merged = false;
  }

  private void addDeltas(int sign) {
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      for (LoraLinear layer : layers.values()) {
        NDArray delta = layer.delta(); // [out, in]
        NDScope.unregister(
            sign > 0 ? layer.base().weight().addi(delta) : layer.base().weight().subi(delta));
      }
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  public LoraConfig config() {
    return config;
  }

  VisionTransformer tower() {
    return tower;
  }

  /** The layers with their updates, block by block. */
  public List<AdaptedLayer> adaptedLayers() {
    return layers.entrySet().stream()
        .map(e -> new AdaptedLayer(e.getKey().layer, e.getKey().target, e.getValue()))
        .toList();
  }

  Map<Site, LoraLinear> layers() {
    return Collections.unmodifiableMap(layers);
  }

  /** The trained tensors, by the names of {@link PeftFiles}. */
  public Map<String, NDArray> parameters() {
    return PeftFiles.tensors(this, PeftFiles.Naming.of(tower, true));
  }
}
