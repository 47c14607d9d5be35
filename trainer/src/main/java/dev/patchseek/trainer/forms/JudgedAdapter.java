package dev.patchseek.trainer.forms;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.lora.AdaptedLayer;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.LowRank;
import dev.patchseek.encoder.lora.PeftFiles;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.Evaluation;
import dev.patchseek.trainer.eval.Recall;
import dev.patchseek.trainer.loop.TrainingRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An adapter that was trained and judged on held-out pictures by MaxSim.
 *
 * @param name of it
 * @param ranks directions of each layer that are not 0, by {@code block.target}; empty for heads
 *     alone
 * @param trained numbers of the adapter that learnt
 * @param kept numbers of those directions, and DoRA's lengths: what of the trained numbers is left
 * @param captions that it was judged by
 * @param recall text → image
 */
public record JudgedAdapter(
    String name, Map<String, Integer> ranks, long trained, long kept, int captions, Recall recall) {

  /** A bundle on the base that its adapter can be put on and taken off. */
  private interface Judging {
    List<JudgedAdapter> of(Bundle base, Adapter adapter);
  }

  /**
   * Trains, unless that is done, and judges.
   *
   * @param run directory of the run
   * @param out for progress and reports
   */
  static JudgedAdapter of(TrainConfig config, Path run, List<ImageText> heldOut, PrintStream out)
      throws IOException {
    return judge(
            config,
            run,
            out,
            (base, adapter) -> List.of(of(config.name(), config, base, adapter, heldOut, out)))
        .getFirst();
  }

  /** Trains once and judges the adapter cut off after each of some ranks. */
  static List<JudgedAdapter> cut(
      TrainConfig config, List<Integer> ranks, Path run, List<ImageText> heldOut, PrintStream out)
      throws IOException {
    return judge(
        config,
        run,
        out,
        (base, adapter) ->
            ranks.stream()
                .map(
                    k ->
                        of(
                            config.name() + " after " + k,
                            config,
                            base,
                            adapter.first(k),
                            heldOut,
                            out))
                .toList());
  }

  private static List<JudgedAdapter> judge(
      TrainConfig config, Path run, PrintStream out, Judging judging) throws IOException {
    out.println(config.name() + ": " + run);
    Path directory = new TrainingRun(config, run, out).run(false);
    try (Bundle base = Bundle.loadUnadapted(directory)) {
      if (config.lora() == null) {
        return judging.of(base, null);
      }
      Adapter adapter = PeftFiles.load(base.embedder().vision(), directory.resolve("adapter"));
      adapter.detach();
      return judging.of(base, adapter);
    }
  }

  private static JudgedAdapter of(
      String name,
      TrainConfig config,
      Bundle base,
      Adapter adapter,
      List<ImageText> heldOut,
      PrintStream out) {
    EmbeddedSet set =
        adapter == null
            ? EmbeddedSet.of(base.embedder(), heldOut, name, out)
            : adapter.during(() -> EmbeddedSet.of(base.embedder(), heldOut, name, out));
    Recall recall = Evaluation.maxSim(set).textToImage();
    int captions = set.captions().size();
    if (adapter == null) {
      return new JudgedAdapter(name, Map.of(), 0, 0, captions, recall);
    }
    Map<String, Integer> ranks = new LinkedHashMap<>();
    long kept = 0;
    for (AdaptedLayer layer : adapter.adaptedLayers()) {
      LowRank linear = layer.linear().plain();
      int rank = directions(linear);
      ranks.put(layer.name(), rank);
      kept += rank * (linear.base().in() + linear.base().out());
      kept += besidesFactors(linear);
    }
    return new JudgedAdapter(
        name, ranks, trained(base.embedder().vision(), config), kept, captions, recall);
  }

  private static long besidesFactors(LowRank linear) {
    return linear.trained().entrySet().stream()
        .filter(e -> !e.getKey().equals(LowRank.A) && !e.getKey().equals(LowRank.B))
        .mapToLong(e -> e.getValue().size())
        .sum();
  }

  /** Columns of B [out, r] that are not 0. */
  private static int directions(LowRank linear) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray sizes = linear.b().abs().sum(new int[] {0}); // [r]
      int count = 0;
      for (float size : sizes.toFloatArray()) {
        count += size > 0 ? 1 : 0;
      }
      return count;
    }
  }

  private static long trained(VisionTransformer tower, TrainConfig config) {
    Adapter untrained = Adapter.create(tower, config.lora().config(), config.seed());
    untrained.detach();
    return untrained.parameters().values().stream().mapToLong(NDArray::size).sum();
  }

  /** The standard error of recall@1, 0..1, as if every caption were drawn by itself. */
  double error() {
    return Math.sqrt(recall.at1() * (1 - recall.at1()) / captions);
  }
}
