package dev.patchseek.trainer.geometry;

import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.figure.Bars;
import dev.patchseek.trainer.figure.Chart;
import dev.patchseek.trainer.figure.Chart.Curve;
import dev.patchseek.trainer.figure.Chart.Point;
import dev.patchseek.trainer.figure.Matrix;
import dev.patchseek.trainer.figure.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The sections of the report, each a table or figures with a line that says how to read them. */
final class GeometryPage {

  private static final int BINS = 24;
  private static final double LOWEST = -0.2;
  private static final int FLOAT = 4; // bytes

  private final Page page;

  GeometryPage(Page page) {
    this.page = page;
  }

  void advice(List<Advice> advice) {
    page.heading("What to try next");
    List<List<String>> rows = new ArrayList<>();
    advice.forEach(one -> rows.add(List.of(one.what(), one.why())));
    page.table(List.of("advice", "because"), rows);
  }

  void words(EmbeddedSet set, WordFigures before, WordFigures after) {
    WordGeometry first = before.geometry();
    WordGeometry second = after.geometry();
    page.heading("Words and patches");
    page.text(
        "Every word's best patch on its own picture (right) and on another one (wrong), over %d captions of %d pictures. The further apart the two hills, the better MaxSim ranks."
            .formatted(set.captions().size(), set.images().size()));
    page.figure("words-before", histogram("before", first));
    page.figure("words-after", histogram("after", second));
    page.table(
        List.of("", "before", "after"),
        List.of(
            row(
                "recall@1 text → image, %",
                100 * before.recall().textToImage().at1(),
                100 * after.recall().textToImage().at1()),
            row(
                "recall@1 image → text, %",
                100 * before.recall().imageToText().at1(),
                100 * after.recall().imageToText().at1()),
            row(
                "similarity of a phrase to patches in its boxes",
                first.foreground(),
                second.foreground()),
            row("… to patches outside", first.background(), second.background()),
            row(
                "phrases whose best patch lies outside their boxes, %",
                100 * before.outside(), 100 * after.outside()),
            row(
                "… by chance, %",
                100 * (1 - before.pointing().random()), 100 * (1 - after.pointing().random())),
            row(
                "words whose best patch lies at the border, %",
                100 * before.health().border(), 100 * after.health().border()),
            row("modality gap ‖mean token - mean patch‖", first.gap(), second.gap())));
  }

  private static List<String> row(String name, double before, double after) {
    return List.of(name, number(before), number(after));
  }

  private static Bars histogram(String when, WordGeometry words) {
    List<String> names =
        IntStream.range(0, BINS)
            .mapToObj(bin -> Math.round(100 * (LOWEST + bin * width())) / 100.0) // no -0.00
            .map(low -> String.format(Locale.ROOT, "%.2f", low))
            .toList();
    return new Bars(
        "best patch of every word, " + when,
        names,
        List.of(
            new Bars.Series("right picture, " + when, shares(words.right())),
            new Bars.Series("wrong picture, " + when, shares(words.wrong()))));
  }

  private static double width() {
    return (1 - LOWEST) / BINS;
  }

  private static double[] shares(List<Double> values) {
    double[] shares = new double[BINS];
    for (double value : values) {
      int bin = (int) Math.floor((value - LOWEST) / width());
      shares[Math.clamp(bin, 0, BINS - 1)] += 1.0 / values.size();
    }
    return shares;
  }

  void layers(List<LayerGeometry> layers) {
    page.heading("Block by block");
    page.text(
        "How far each vector turned (the mean cosine between before and after, 1 is not at all), how"
            + " much it changed in proportion to its length, and what that did to the attention.");
    page.figure(
        "rotation",
        chart(
            "Rotation",
            layers,
            new Line("cos query", g -> g.query().cosine()),
            new Line("cos key", g -> g.key().cosine()),
            new Line("cos value", g -> g.value().cosine())));
    page.figure(
        "magnitude",
        chart(
            "Magnitude",
            layers,
            new Line("‖Δq‖/‖q‖", g -> g.query().moved()),
            new Line("‖Δk‖/‖k‖", g -> g.key().moved()),
            new Line("‖Δv‖/‖v‖", g -> g.value().moved())));
    page.figure(
        "output",
        chart(
            "Output of the attention",
            layers,
            new Line("cos output", g -> g.output().cosine()),
            new Line("smallest", g -> g.output().least())));
    page.figure(
        "entropy",
        chart(
            "Entropy of the attention, bits",
            layers,
            new Line("entropy before, bits", LayerGeometry::entropyBefore),
            new Line("after", LayerGeometry::entropyAfter)));
    page.figure(
        "distance",
        chart(
            "Distance attended over, patches",
            layers,
            new Line("distance before, patches", LayerGeometry::distanceBefore),
            new Line("after", LayerGeometry::distanceAfter)));
  }

  private record Line(String name, ToDoubleFunction<LayerGeometry> value) {}

  private static Chart chart(String title, List<LayerGeometry> layers, Line... lines) {
    List<Curve> curves = new ArrayList<>();
    for (Line line : lines) {
      curves.add(
          new Curve(
              line.name,
              layers.stream()
                  .map(g -> new Point(g.layer(), line.value.applyAsDouble(g)))
                  .toList()));
    }
    return new Chart(title + " by block", Math.max(1, layers.size() - 1), curves);
  }

  void spectra(List<LayerUpdate> updates) {
    page.heading("Spectra of ΔW = α/r·B·A");
    page.text(
        "Singular values in proportion to the largest of all: a row that fades early needs a smaller"
            + " rank, a row that stays bright to its end would use a larger one.");
    int rank = updates.stream().mapToInt(u -> u.delta().values().length).max().orElseThrow();
    List<String> columns = IntStream.range(1, rank + 1).mapToObj(String::valueOf).toList();
    page.html("<div class=\"row\">\n");
    for (Target target : targets(updates)) {
      List<LayerUpdate> own = updates.stream().filter(u -> u.target() == target).toList();
      double[][] values = new double[own.size()][rank];
      for (int row = 0; row < own.size(); row++) {
        double[] of = own.get(row).delta().values();
        System.arraycopy(of, 0, values[row], 0, of.length);
      }
      List<String> rows = own.stream().map(u -> "block " + u.layer()).toList();
      String name = target.label();
      page.figure("spectrum-" + name, new Matrix("σ of " + name, rows, columns, values));
    }
    page.html("</div>\n");
    List<List<String>> rows = new ArrayList<>();
    for (LayerUpdate u : updates) {
      rows.add(
          List.of(
              u.name(),
              number(u.relativeNorm()),
              number(u.delta().values()[0]),
              number(u.delta().effectiveRank()),
              String.valueOf(u.delta().rankFor(0.9)),
              String.valueOf(u.delta().rankFor(Verdict.ENERGY)),
              number(u.sharedWithWeight()),
              number(u.sharedByChance()),
              Verdict.of(u).label()));
    }
    page.table(
        List.of(
            "layer",
            "‖ΔW‖/‖W‖",
            "σ₁",
            "effective rank",
            "rank for 90 %",
            "rank for 95 %",
            "shared with W's leading space",
            "by chance",
            "rank is"),
        rows);
  }

  private static TreeSet<Target> targets(List<LayerUpdate> updates) {
    TreeSet<Target> targets = new TreeSet<>();
    updates.forEach(u -> targets.add(u.target()));
    return targets;
  }

  void sizes(List<LayerUpdate> updates, VisionTransformer tower, MergeError error) {
    page.heading("Numbers and bytes");
    List<List<String>> rows = new ArrayList<>();
    for (Target target : targets(updates)) {
      Set<Integer> ranks = new TreeSet<>();
      for (LayerUpdate one : updates) {
        if (one.target() == target && ranks.add(one.rank())) {
          String name = "a %s of rank %d".formatted(target.label(), one.rank());
          rows.add(size(name, one.fullParameters(), one.parameters()));
        }
      }
    }
    long all = tower.parameters().values().stream().mapToLong(array -> array.size()).sum();
    rows.add(size("the tower", all, updates.stream().mapToLong(LayerUpdate::parameters).sum()));
    page.table(List.of("", "full fine-tuning", "bytes", "LoRA", "bytes", "share, %"), rows);
    page.text(
        String.format(
            Locale.ROOT,
            "Folding ΔW into the weights changes the tower's output by at most %.1e, folding and"
                + " unfolding by %.1e: rounding of float32.",
            error.merged(),
            error.unmerged()));
  }

  private static List<String> size(String name, long full, long lora) {
    return List.of(
        name,
        grouped(full),
        grouped(FLOAT * full),
        grouped(lora),
        grouped(FLOAT * lora),
        String.format(Locale.ROOT, "%.1f", 100.0 * lora / full));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }
}
