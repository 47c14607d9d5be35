package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.Adapter.Site;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Many adapters on one base tower, by name. One of them, or none, is attached at a time; a batch
 * may also send each sample through another one. The base weights are never written to, so whatever
 * was attached before, a tower with an adapter answers alike, bit for bit.
 *
 * <p>Not for use by several threads at once.
 */
public final class Adapters {

  /** The name of the tower without an adapter. */
  public static final String BASE = "base";

  /**
   * The factors of one layer, of all adapters that a batch names, in their order.
   *
   * @param a [K, in, r]
   * @param b [K, r, out], α/r in it
   */
  private record Factors(NDArray a, NDArray b) {}

  private final VisionTransformer tower;
  private final Map<String, Adapter> adapters = new LinkedHashMap<>();
  private String attached = BASE;

  /** Starts without adapters, on a tower that carries none. */
  public Adapters(VisionTransformer tower) {
    this.tower = tower;
  }

  /**
   * Loads an adapter, which is not attached by that.
   *
   * @param directory in PEFT's layout
   * @throws InvalidInputException when the name is taken or the adapter does not fit the tower
   */
  public void add(String name, Path directory) {
    String before = attached;
    attach(BASE);
    try {
      Adapter adapter = PeftFiles.load(tower, directory);
      adapter.detach();
      add(name, adapter);
    } finally {
      attach(before);
    }
  }

  /**
   * Takes an adapter of this tower that is off it.
   *
   * @throws InvalidInputException when the name is taken or the adapter is another tower's
   */
  public void add(String name, Adapter adapter) {
    if (name.isBlank() || name.equals(BASE) || adapters.containsKey(name)) {
      throw new InvalidInputException(
          "an adapter cannot be called '%s': names are not blank, not '%s' and not taken; got %s"
              .formatted(name, BASE, adapters.keySet()));
    }
    if (adapter.tower() != tower) {
      throw new InvalidInputException("the adapter '%s' is another tower's".formatted(name));
    }
    adapters.put(name, adapter);
  }

  /** Forgets an adapter; one that is attached is taken off before. */
  public void remove(String name) {
    named(name);
    if (attached.equals(name)) {
      attach(BASE);
    }
    adapters.remove(name);
  }

  /** The names, in the order in which they came. */
  public Set<String> names() {
    return Collections.unmodifiableSet(adapters.keySet());
  }

  /** The name of what is attached; {@link #BASE} for nothing. */
  public String attached() {
    return attached;
  }

  /**
   * Puts an adapter in the place of what is attached.
   *
   * @param name of an adapter, or {@link #BASE} for none
   * @throws InvalidInputException when there is none of this name
   */
  public void attach(String name) {
    Adapter next = name.equals(BASE) ? null : named(name);
    if (!attached.equals(BASE)) {
      named(attached).detach();
      attached = BASE;
    }
    if (next != null) {
      next.attach();
      attached = name;
    }
  }

  /** Runs something with an adapter, and puts back what was attached, whatever ends the call. */
  public <T> T during(String name, Supplier<T> call) {
    String before = attached;
    attach(name);
    try {
      return call.get();
    } finally {
      attach(before);
    }
  }

  /**
   * Runs something over batches whose sample i goes through the i-th adapter, and puts back what
   * was attached, whatever ends the call.
   *
   * @param ofSamples a name for each sample, {@link #BASE} for none
   * @throws InvalidInputException when there is none of a name, or one is DoRA, which does not add
   *     to the base's output
   */
  public <T> T mixed(List<String> ofSamples, Supplier<T> call) {
    List<String> used = ofSamples.stream().distinct().toList();
    Map<Site, Linear> bases = new LinkedHashMap<>();
    for (String name : used) {
      if (!name.equals(BASE)) {
        named(name).layers().forEach((site, layer) -> bases.put(site, layer.base()));
        requireAdding(name);
      }
    }
    String before = attached;
    attach(BASE);
    Map<Site, MixedLinear> mixed = layers(bases, ofSamples, used);
    try {
      mixed.forEach((site, layer) -> tower.wrap(site.layer(), site.target(), base -> layer));
      return call.get();
    } finally {
      bases.forEach((site, base) -> tower.wrap(site.layer(), site.target(), layer -> base));
      mixed.values().forEach(MixedLinear::close);
      attach(before);
    }
  }

  private Map<Site, MixedLinear> layers(
      Map<Site, Linear> bases, List<String> ofSamples, List<String> used) {
    Map<Site, MixedLinear> layers = new LinkedHashMap<>();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray rows = rows(ofSamples, used); // [n]
      bases.forEach(
          (site, base) -> {
            Factors factors = factors(site, base, used);
            NDArray a = factors.a.get(rows); // [n, in, r]
            NDArray b = factors.b.get(rows); // [n, r, out]
            NDScope.unregister(a, b);
            layers.put(site, new MixedLinear(base, a, b));
          });
    }
    return layers;
  }

  private void requireAdding(String name) {
    if (named(name).config().form() == LoraForm.DORA) {
      throw new InvalidInputException(
          "the adapter '%s' is DoRA, which changes the base's output and adds nothing to it: it"
                  .formatted(name)
              + " cannot share a batch; give it batches of its own");
    }
  }

  private NDArray rows(List<String> ofSamples, List<String> used) {
    long[] rows = ofSamples.stream().mapToLong(used::indexOf).toArray();
    return tower.manager().create(rows, new Shape(rows.length));
  }

  private Factors factors(Site site, Linear base, List<String> used) {
    List<LowRank> layers =
        used.stream()
            .map(name -> name.equals(BASE) ? null : adapters.get(name).layers().get(site))
            .map(layer -> layer == null ? null : layer.plain())
            .toList();
    int rank = layers.stream().mapToInt(low -> low == null ? 0 : low.rank()).max().orElseThrow();
    NDManager manager = tower.manager();
    Shape weight = base.shape(); // [out, in]
    NDList a = new NDList();
    NDList b = new NDList();
    for (LowRank low : layers) {
      int missing = rank - (low == null ? 0 : low.rank());
      NDArray noRows = manager.zeros(new Shape(missing, weight.get(1)));
      NDArray noColumns = manager.zeros(new Shape(weight.get(0), missing));
      NDArray rows = low == null ? noRows : low.a().concat(noRows, 0); // [r, in]
      NDArray columns = low == null ? noColumns : low.b().mul(low.scale()).concat(noColumns, 1);
      a.add(rows.transpose());
      b.add(columns.transpose());
    }
    return new Factors(NDArrays.stack(a), NDArrays.stack(b));
  }

  private Adapter named(String name) {
    Adapter adapter = adapters.get(name);
    if (adapter == null) {
      throw new InvalidInputException(
          "there is no adapter '%s'; there are %s".formatted(name, adapters.keySet()));
    }
    return adapter;
  }
}
