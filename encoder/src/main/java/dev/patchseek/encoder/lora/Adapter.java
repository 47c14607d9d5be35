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

  /** What is trained of one layer: A [r, in], B [out, r] and DoRA's m [out], else null. */
  record Factors(NDArray a, NDArray b, NDArray magnitude) {}

  /** One adapted layer of a tower. */
  record Site(int layer, Target target) {}

  private final VisionTransformer tower;
  private final LoraConfig config;
  private final Map<Site, AdaptedLinear> layers = new LinkedHashMap<>();
  private final AdapterDropout dropout = new AdapterDropout();

  /** What merging has added to DoRA's weights, which cannot be told from them afterwards. */
  private final Map<Site, NDArray> folded = new LinkedHashMap<>();

  private boolean merged;

  private Adapter(VisionTransformer tower, LoraConfig config) {
    this.tower = tower;
    this.config = config;
  }

  /**
   * Attaches a new adapter that changes nothing yet: B = 0, and DoRA's m the length of W's rows.
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
          Shape shape = weight.getShape();
          int rank = config.rank(site);
          float[] a = new float[Math.toIntExact(rank * shape.get(1))];
          for (int i = 0; i < a.length; i++) {
            a[i] = config.start().draw(random, rank, shape.get(1));
          }
          return new Factors(
              manager.create(a, new Shape(rank, shape.get(1))),
              manager.zeros(new Shape(shape.get(0), rank)),
              config.form() == LoraForm.DORA ? DoraLinear.lengths(weight) : null);
        });
  }

  /** Gives the factors of a layer with the given weight [out, in]. */
  interface FactorSource {
    Factors factors(Site site, NDArray weight);
  }

  static Adapter attach(VisionTransformer tower, LoraConfig config, FactorSource source) {
    Adapter adapter = new Adapter(tower, config);
    int layers = tower.config().blocks().layers();
    if (config.firstLayer() >= layers) {
      throw new InvalidInputException(
          "LoRA's firstLayer is %d, but the tower has only the blocks 0 to %d"
              .formatted(config.firstLayer(), layers - 1));
    }
    for (int layer = config.firstLayer(); layer < layers; layer++) {
      for (Target target : config.ordered()) {
        Site site = new Site(layer, target);
        tower.wrap(layer, target, base -> adapter.wrap(site, base, source));
      }
    }
    return adapter;
  }

  private Layer wrap(Site site, Layer base, FactorSource source) {
    if (!(base instanceof Linear linear)) {
      throw new IllegalStateException(site + " carries an adapter already; merge or detach it");
    }
    Factors factors = source.factors(site, linear.weight());
    NDArray a = factors.a;
    NDArray b = factors.b;
    NDScope.unregister(a, b);
    NDArray scale = Scalar.of(tower.manager(), config.scale(site));
    if (factors.magnitude == null) {
      layers.put(site, new LoraLinear(linear, a, b, scale, dropout));
    } else {
      NDScope.unregister(factors.magnitude);
      layers.put(site, new DoraLinear(linear, a, b, scale, factors.magnitude, dropout));
    }
    return layers.get(site);
  }

  /** Turns dropout on for the steps of a training, or off again. */
  public void train(boolean on) {
    dropout.rate(on ? config.dropout() : 0);
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
      layers.forEach(
          (site, layer) -> {
            NDArray delta = sign > 0 ? layer.delta() : unfolded(site, layer); // [out, in]
            NDArray weight = layer.base().weight();
            NDScope.unregister(sign > 0 ? weight.addi(delta) : weight.subi(delta));
            if (sign > 0 && layer instanceof DoraLinear) {
              NDScope.unregister(delta);
              folded.put(site, delta);
            }
          });
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  private NDArray unfolded(Site site, AdaptedLinear layer) {
    NDArray delta = folded.remove(site);
    return delta == null ? layer.delta() : delta;
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

  Map<Site, AdaptedLinear> layers() {
    return Collections.unmodifiableMap(layers);
  }

  /** The trained tensors, by the names of {@link PeftFiles}. */
  public Map<String, NDArray> parameters() {
    return PeftFiles.tensors(this, PeftFiles.Naming.of(tower, true));
  }
}
