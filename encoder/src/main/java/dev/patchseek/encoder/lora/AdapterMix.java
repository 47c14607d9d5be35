package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.Adapter.Site;
import dev.patchseek.encoder.transformer.Scalar;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several adapters of one tower as one: ΔW = Σ wᵢ·ΔWᵢ exactly, by laying the A and the scaled B
 * side by side, so that the rank of a layer is the sum of its ranks (PEFT's {@code cat}).
 */
public final class AdapterMix {

  /**
   * One adapter of a mix.
   *
   * @param directory in PEFT's layout
   * @param weight w, any finite number
   */
  public record Part(Path directory, float weight) {

    public Part {
      if (!Float.isFinite(weight)) {
        throw new InvalidInputException(
            "the adapter %s has the weight %s; expected a number".formatted(directory, weight));
      }
    }
  }

  /**
   * What one adapter gives to a layer.
   *
   * @param a [r, in]
   * @param b [out, r], with scale and weight in it
   */
  private record Factors(NDArray a, NDArray b) {}

  private AdapterMix() {}

  /**
   * Attaches a mix to a tower that carries no adapter.
   *
   * @throws InvalidInputException when an adapter does not fit the tower or is no plain LoRA
   */
  public static Adapter attach(VisionTransformer tower, List<Part> parts) {
    Map<Site, List<Factors>> factors = new LinkedHashMap<>();
    JniUtils.setGradMode(false);
    for (Part part : parts) {
      Adapter adapter = PeftFiles.load(tower, part.directory);
      adapter.detach();
      requirePlain(adapter, part.directory);
      adapter.layers().forEach((site, layer) -> add(factors, site, layer, part.weight));
    }
    return Adapter.attach(
        tower,
        config(factors, tower.config().blocks().layers()),
        (site, base, dropout) -> {
          Factors joined = joined(factors.get(site));
          return new LoraLinear(base, joined.a, joined.b, Scalar.of(tower.manager(), 1), dropout);
        });
  }

  private static void requirePlain(Adapter adapter, Path directory) {
    if (adapter.config().form() != LoraForm.LORA) {
      throw new InvalidInputException(
          "the adapter %s is %s: updates that depend on the weight cannot be added up; merge it"
                  .formatted(directory, adapter.config().form())
              + " alone");
    }
  }

  private static void add(
      Map<Site, List<Factors>> factors, Site site, AdaptedLinear adapted, float weight) {
    LowRank layer = adapted.plain();
    NDArray share = layer.scale().mul(layer.b().getManager().full(new Shape(), weight)); // ()
    factors
        .computeIfAbsent(site, any -> new ArrayList<>())
        .add(new Factors(layer.a(), layer.b().mul(share)));
  }

  /** With α = r in every layer: the scales are in B already. */
  private static LoraConfig config(Map<Site, List<Factors>> factors, int layers) {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    Map<String, Float> alphas = new LinkedHashMap<>();
    factors.forEach(
        (site, of) -> {
          int rank = of.stream().mapToInt(one -> (int) one.a().getShape().get(0)).sum();
          ranks.put(site.name(), rank);
          alphas.put(site.name(), (float) rank);
        });
    return new LoraConfig(
        LoraForm.LORA,
        1,
        1,
        false,
        Targets.of(factors.keySet(), layers),
        Targets.first(factors.keySet()),
        LoraStart.KAIMING,
        0,
        ranks,
        alphas,
        0,
        0);
  }

  private static Factors joined(List<Factors> parts) {
    NDList a = new NDList();
    NDList b = new NDList();
    parts.forEach(part -> a.add(part.a()));
    parts.forEach(part -> b.add(part.b()));
    return new Factors(NDArrays.concat(a, 0), NDArrays.concat(b, 1));
  }
}
