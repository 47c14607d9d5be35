package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.Adapter.Site;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.transformer.Scalar;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small network that writes LoRA from a description: for every target layer h = gelu(W·[t; e] +
 * b), with t the embedding of the description and e a learnt embedding of the layer, then A = G_A·h
 * [r, in] and B = G_B·h [out, r]. Layers whose weights have equal shapes share G_A and G_B. G_B
 * starts at 0, so that a new network's adapters change nothing.
 *
 * <p>Ha et al., "HyperNetworks", arXiv 1609.09106; for LoRA from descriptions: Charakorn et al.,
 * "Text-to-LoRA", arXiv 2506.06105.
 */
public final class HyperNetwork {

  private static final int LAYER = 16; // components of e

  /**
   * Writes the factors of layers of one shape.
   *
   * @param layers embeddings e: [m, 16]
   * @param a G_A: [r·in, H]
   * @param b G_B: [out·r, H]
   */
  private record Generator(List<Site> sites, Shape weight, NDArray layers, NDArray a, NDArray b) {}

  private final VisionTransformer tower;
  private final LoraConfig config;
  private final Map<Site, Linear> bases = new LinkedHashMap<>();
  private final List<Generator> generators = new ArrayList<>();
  private final NDArray weight; // W: [H, T + 16]
  private final NDArray bias; // b: [H]
  private final NDArray scale; // α/r: ()

  /**
   * Makes a network whose adapters change nothing yet.
   *
   * @param tower that carries no adapter
   * @param config of plain LoRA with one rank and α for all layers
   * @param description T, components of a description's embedding
   * @param hidden H
   * @param seed of what is drawn
   */
  public HyperNetwork(
      VisionTransformer tower, LoraConfig config, int description, int hidden, long seed) {
    if (config.form() != LoraForm.LORA || !config.ranks().isEmpty() || !config.alphas().isEmpty()) {
      throw new InvalidInputException(
          "a hypernetwork writes plain LoRA of one rank for all layers, got %s, ranks %s, alphas %s"
              .formatted(config.form(), config.ranks(), config.alphas()));
    }
    this.tower = tower;
    this.config = config;
    Random random = new Random(seed);
    NDManager manager = tower.manager();
    int in = description + LAYER;
    weight = drawn(manager, random, Math.sqrt(1.0 / in), hidden, in);
    bias = drawn(manager, random, 0, hidden);
    Map<Shape, List<Site>> groups = new LinkedHashMap<>();
    for (Site site : config.sites(tower)) {
      tower.wrap(
          site.layer(),
          site.target(),
          base -> {
            bases.put(site, (Linear) base);
            return base;
          });
      Shape shape = bases.get(site).shape();
      groups.computeIfAbsent(shape, any -> new ArrayList<>()).add(site);
    }
    groups.forEach((shape, sites) -> generators.add(generator(sites, shape, hidden, random)));
    scale = Scalar.of(manager, config.alpha() / config.rank());
  }

  private Generator generator(List<Site> sites, Shape shape, int hidden, Random random) {
    NDManager manager = tower.manager();
    long in = shape.get(1);
    return new Generator(
        sites,
        shape,
        drawn(manager, random, 1, sites.size(), LAYER),
        drawn(manager, random, Math.sqrt(1.0 / in / hidden), config.rank() * in, hidden),
        drawn(manager, random, 0, shape.get(0) * config.rank(), hidden));
  }

  private static NDArray drawn(
      NDManager manager, Random random, double deviation, long... dimensions) {
    Shape shape = new Shape(dimensions);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    NDArray array = manager.create(values, shape);
    NDScope.unregister(array);
    return array;
  }

  /** The trained tensors by name. */
  public Map<String, NDArray> parameters() {
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    parameters.put("bias", bias);
    for (Generator generator : generators) {
      String name = generator.weight.get(0) + "x" + generator.weight.get(1);
      parameters.put(name + ".layers", generator.layers);
      parameters.put(name + ".a", generator.a);
      parameters.put(name + ".b", generator.b);
    }
    return parameters;
  }

  /**
   * Writes the adapter of a description, off the tower; gradients flow from it into the network.
   * Its factors live as long as the scope that is open.
   *
   * @param description t: [T]
   */
  public Adapter adapter(NDArray description) {
    Map<Site, LowRank> layers = new LinkedHashMap<>();
    for (Generator generator : generators) {
      int count = generator.sites.size();
      long rank = config.rank();
      NDArray same = description.expandDims(0).broadcast(count, description.size()); // [m, T]
      NDArray input = same.concat(generator.layers, 1); // [m, T + 16]
      NDArray hidden =
          new Linear(weight, bias).forward(input).getNDArrayInternal().gelu(); // [m, H]
      NDArray a =
          new Linear(generator.a, null)
              .forward(hidden)
              .reshape(count, rank, generator.weight.get(1)); // [m, r, in]
      NDArray b =
          new Linear(generator.b, null)
              .forward(hidden)
              .reshape(count, generator.weight.get(0), rank); // [m, out, r]
      NDList as = a.split(count, 0);
      NDList bs = b.split(count, 0);
      for (int i = 0; i < count; i++) {
        Site site = generator.sites.get(i);
        layers.put(
            site,
            new LoraLinear(
                bases.get(site),
                as.get(i).squeeze(0),
                bs.get(i).squeeze(0),
                scale,
                new AdapterDropout()));
      }
    }
    return Adapter.of(tower, config, layers);
  }
}
