package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.transformer.Layer;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * LoRA on the blocks of a vision tower. An adapter is either attached (its layers wrap the tower's,
 * for training) or merged (ΔW is added to the tower's weights, for speed); both give the same
 * output.
 */
public final class Adapter {

  /** One adapted layer of a tower. */
  record Site(int layer, Target target) {

    /** Its name in configurations and reports, such as {@code 11.query}. */
    String name() {
      return layer + "." + target.label();
    }
  }

  private final VisionTransformer tower;
  private final LoraConfig config;
  private final Map<Site, AdaptedLinear> layers = new LinkedHashMap<>();
  private final AdapterDropout dropout = new AdapterDropout();
  private final DrawnRank drawn = new DrawnRank();

  /** What merging has added to DoRA's weights, which cannot be told from them afterwards. */
  private final Map<Site, NDArray> folded = new LinkedHashMap<>();

  private boolean merged;

  private Adapter(VisionTransformer tower, LoraConfig config) {
    this.tower = tower;
    this.config = config;
  }

  /**
   * Attaches a new adapter that changes nothing yet.
   *
   * @param seed of the factors that are drawn
   */
  public static Adapter create(VisionTransformer tower, LoraConfig config, long seed) {
    Adapter adapter = new Adapter(tower, config);
    NewLayers layers = new NewLayers(config, adapter.dropout, adapter.drawn, seed);
    adapter.attach(layers::of);
    return adapter;
  }

  /** Gives the update of a layer. */
  interface LayerSource {
    AdaptedLinear layer(Site site, Linear base, AdapterDropout dropout);
  }

  static Adapter attach(VisionTransformer tower, LoraConfig config, LayerSource source) {
    Adapter adapter = new Adapter(tower, config);
    adapter.attach((site, base) -> source.layer(site, base, adapter.dropout));
    return adapter;
  }

  private void attach(BiFunction<Site, Linear, AdaptedLinear> source) {
    for (Site site : config.sites(tower)) {
      tower.wrap(site.layer, site.target, base -> wrap(site, base, source));
    }
  }

  private Layer wrap(Site site, Layer base, BiFunction<Site, Linear, AdaptedLinear> source) {
    if (!(base instanceof Linear linear)) {
      throw new IllegalStateException(site + " carries an adapter already; merge or detach it");
    }
    AdaptedLinear layer = source.apply(site, linear);
    layer.trained().values().forEach(NDScope::unregister);
    layers.put(site, layer);
    return layer;
  }

  /** Turns dropout on for the steps of a training, or off again. */
  public void train(boolean on) {
    dropout.rate(on ? config.dropout() : 0);
    drawn.all();
  }

  /**
   * Draws what a step of training is to draw of the adapter: DyLoRA's rank.
   *
   * @param seed of the step
   */
  public void startStep(long seed) {
    if (config.form() == LoraForm.DYLORA) {
      drawn.draw(seed);
    }
  }

  /**
   * Runs something with the adapter on the tower, and takes it off again whatever happens: the
   * tower then answers as before, bit for bit.
   *
   * @throws IllegalStateException when another adapter is attached, or this one is merged
   */
  public <T> T during(Supplier<T> call) {
    attach();
    try {
      return call.get();
    } finally {
      detach();
    }
  }

  /**
   * Puts an adapter that was detached on the tower again.
   *
   * @throws IllegalStateException when another adapter is attached, or this one is merged
   */
  public void attach() {
    if (merged) {
      throw new IllegalStateException("a merged adapter is on the tower already; unmerge it");
    }
    requireBare();
    put();
  }

  private void requireBare() {
    layers.forEach(
        (site, layer) ->
            tower.wrap(
                site.layer,
                site.target,
                base -> {
                  if (base != layer.base()) {
                    throw new IllegalStateException(site + " carries an adapter; detach it first");
                  }
                  return base;
                }));
  }

  private void put() {
    layers.forEach((site, layer) -> tower.wrap(site.layer, site.target, base -> layer));
  }

  /** Takes the adapter off the tower, which then answers as if it had never been there. */
  public void detach() {
    if (merged) {
      throw new IllegalStateException("a merged adapter cannot be detached; unmerge it first");
    }
    layers.forEach((site, layer) -> tower.wrap(site.layer, site.target, wrapped -> layer.base()));
  }

  /**
   * Adds ΔW to the tower's weights and takes the wrappers off.
   *
   * @throws IllegalStateException when they are kept as codes
   */
  public void merge() {
    if (layers.values().stream().anyMatch(layer -> layer.base().isQuantised())) {
      throw new IllegalStateException("ΔW is not added to codes; load the tower in float32");
    }
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
    put();
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

  /**
   * The same update, off the tower, in the form that files hold: LoRA or DoRA, with a rank of its
   * own for every layer.
   */
  Adapter plain() {
    boolean is = layers.values().stream().allMatch(LowRank.class::isInstance);
    return is ? this : eachAs(AdaptedLinear::plain);
  }

  /**
   * The first k directions of every layer, or all where it has fewer, as an adapter of its own that
   * is off the tower: what DyLoRA trains for.
   *
   * @param k from 1
   * @throws InvalidInputException when k is below 1, or for DoRA, which does not add directions up
   */
  public Adapter first(int k) {
    if (k < 1 || config.form() == LoraForm.DORA) {
      throw new InvalidInputException(
          "an adapter is cut after 1 or more of its directions, and DoRA's not at all; got k = %d, %s"
              .formatted(k, config.form()));
    }
    return eachAs(
        layer -> {
          LoraLinear all = (LoraLinear) layer.plain();
          return all.first(Math.min(k, all.rank()));
        });
  }

  private Adapter eachAs(Function<AdaptedLinear, LowRank> form) {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    Map<String, Float> alphas = new LinkedHashMap<>();
    Map<Site, LowRank> others = new LinkedHashMap<>();
    layers.forEach(
        (site, layer) -> {
          LowRank low = form.apply(layer);
          others.put(site, low);
          ranks.put(site.name(), low.rank());
          alphas.put(site.name(), low.scale().getFloat() * low.rank());
        });
    return of(tower, config.plain(ranks, alphas), others);
  }

  /** An adapter off the tower, of layers that somebody else made and keeps. */
  static Adapter of(
      VisionTransformer tower, LoraConfig config, Map<Site, ? extends AdaptedLinear> layers) {
    Adapter adapter = new Adapter(tower, config);
    adapter.layers.putAll(layers);
    return adapter;
  }

  Map<Site, AdaptedLinear> layers() {
    return Collections.unmodifiableMap(layers);
  }

  /** The trained tensors, by the names of {@link PeftFiles} and, of other forms, by such names. */
  public Map<String, NDArray> parameters() {
    return PeftFiles.tensors(this, PeftFiles.Naming.of(tower, true));
  }
}
