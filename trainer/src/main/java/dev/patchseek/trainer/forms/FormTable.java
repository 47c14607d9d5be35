package dev.patchseek.trainer.forms;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.eval.Spread;
import dev.patchseek.trainer.loop.StepCost;
import dev.patchseek.trainer.markdown.Markdown;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The forms of adapters side by side: quality, numbers, time and memory.
 *
 * @param rows one a form
 */
public record FormTable(List<Row> rows) {

  private static final String REFERENCE = "LoRA";

  /**
   * One form.
   *
   * @param name of it
   * @param seeds judged adapters, one a seed
   * @param cost of a training step; null where none was measured: for the heads alone the tower
   *     runs once
   */
  public record Row(String name, List<JudgedAdapter> seeds, StepCost cost) {}

  /**
   * Trains what is not trained yet, judges, and measures a step of each form.
   *
   * @param config whose adapter gives rank, α and layers
   * @param names of the forms; empty for all
   * @param rounds in which the forms take turns to be measured; 0 for no measurement
   * @param runs where the run directories lie
   * @param out for progress and reports
   */
  public static FormTable of(
      TrainConfig config,
      List<String> names,
      List<Long> seeds,
      int rounds,
      Path runs,
      PrintStream out)
      throws IOException {
    Map<String, TrainConfig> forms = chosen(new FormVariants(config).forms(), names);
    List<ImageText> heldOut = DatasetReader.read(config.heldOut());
    Map<String, List<JudgedAdapter>> judged = new LinkedHashMap<>();
    for (Map.Entry<String, TrainConfig> form : forms.entrySet()) {
      List<JudgedAdapter> ofSeeds = new ArrayList<>();
      for (long seed : seeds) {
        TrainConfig seeded = form.getValue().withSeed(seed);
        ofSeeds.add(JudgedAdapter.of(seeded, run(runs, seeded), heldOut, out));
      }
      judged.put(form.getKey(), ofSeeds);
    }
    Map<String, List<StepCost>> costs = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, TrainConfig> form : forms.entrySet()) {
        if (form.getValue().lora() != null) {
          Path file = run(runs, form.getValue().withSeed(seeds.getFirst())).resolve("config.yaml");
          out.printf("a step of %s, round %d of %d%n", form.getKey(), round + 1, rounds);
          costs
              .computeIfAbsent(form.getKey(), any -> new ArrayList<>())
              .add(StepCostProcess.measure(file));
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    judged.forEach((name, of) -> rows.add(new Row(name, of, median(costs.get(name)))));
    return new FormTable(rows);
  }

  private static Map<String, TrainConfig> chosen(
      Map<String, TrainConfig> forms, List<String> names) {
    for (String name : names) {
      if (!forms.containsKey(name)) {
        throw new InvalidInputException(
            "there is no form '%s'; there are %s".formatted(name, forms.keySet()));
      }
    }
    Map<String, TrainConfig> chosen = new LinkedHashMap<>(forms);
    if (!names.isEmpty()) {
      chosen.keySet().retainAll(names);
    }
    return chosen;
  }

  private static Path run(Path runs, TrainConfig config) {
    return runs.resolve(config.name() + "-seed" + config.seed());
  }

  private static StepCost median(List<StepCost> rounds) {
    return rounds == null
        ? null
        : rounds.stream()
            .sorted(Comparator.comparingDouble(StepCost::seconds))
            .toList()
            .get(rounds.size() / 2);
  }

  /** The table as Markdown. */
  public String markdown() {
    double reference =
        rows.stream()
            .filter(row -> row.name.equals(REFERENCE) && row.cost != null)
            .mapToDouble(row -> row.cost.seconds())
            .findFirst()
            .orElse(Double.NaN);
    List<List<String>> lines = new ArrayList<>();
    for (Row row : rows) {
      lines.add(
          List.of(
              row.name,
              percent(row, adapter -> adapter.recall().at1()),
              percent(row, adapter -> adapter.recall().at5()),
              format("%,d", row.seeds.getFirst().trained()),
              format("%,.0f", spread(row, JudgedAdapter::kept).mean()),
              row.cost == null || Double.isNaN(reference)
                  ? "–"
                  : format("%.2f", row.cost.seconds() / reference),
              mebibytes(row.cost, StepCost::tower),
              mebibytes(row.cost, StepCost::bytes)));
    }
    return Markdown.table(
        List.of(
            "form",
            "recall@1",
            "recall@5",
            "numbers trained",
            "numbers kept",
            "CPU time of a step, LoRA's = 1",
            "tower in training, MiB",
            "memory of a step, MiB"),
        lines);
  }

  private static String mebibytes(StepCost cost, ToLongFunction<StepCost> bytes) {
    return cost == null || bytes.applyAsLong(cost) == 0
        ? "–"
        : format("%,.1f", bytes.applyAsLong(cost) / (double) (1 << 20));
  }

  private static String percent(Row row, ToDoubleFunction<JudgedAdapter> value) {
    return spread(row, adapter -> 100 * value.applyAsDouble(adapter)).text(1);
  }

  private static Spread spread(Row row, ToDoubleFunction<JudgedAdapter> value) {
    return Spread.of(row.seeds.stream().mapToDouble(value).toArray());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
