package dev.patchseek.trainer.forms;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.trainer.config.TrainConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rank a configuration needs, asked in four ways.
 *
 * @param question what was asked
 * @param heads no adapter at all
 * @param full fully fine-tuned, cut to the ranks that keep the energy
 * @param adaLora with the ranks that its budget left
 * @param cuts one adapter of DyLoRA after each rank of the question
 * @param sweep one training for each rank of the question
 */
public record RankComparison(
    Question question,
    JudgedAdapter heads,
    JudgedAdapter full,
    JudgedAdapter adaLora,
    List<JudgedAdapter> cuts,
    List<JudgedAdapter> sweep) {

  /**
   * What is asked.
   *
   * @param ranks of the sweep, ascending, two or more
   * @param energy share of Σσ² that the spectrum's ranks keep, above 0 to 1
   * @param fullRate share of the learning rate that full fine-tuning takes, above 0
   */
  public record Question(List<Integer> ranks, float energy, float fullRate) {

    public Question {
      ranks = ranks.stream().sorted().distinct().toList();
      if (ranks.size() < 2 || ranks.getFirst() < 1) {
        throw new InvalidInputException(
            "two or more ranks from 1 upwards are compared, got %s; give them like 1,2,4,8"
                .formatted(ranks));
      }
      if (!(fullRate > 0)) {
        throw new InvalidInputException(
            "full fine-tuning takes a share above 0 of the learning rate, got " + fullRate);
      }
    }

    int most() {
      return ranks.getLast();
    }
  }

  /**
   * Trains what is not trained yet, and judges.
   *
   * @param runs where the run directories lie
   * @param out for progress and reports
   */
  public static RankComparison of(TrainConfig config, Question question, Path runs, PrintStream out)
      throws IOException {
    FormVariants variants = new FormVariants(config);
    List<ImageText> heldOut = DatasetReader.read(config.heldOut());
    JudgedAdapter heads = JudgedAdapter.of(variants.heads(), runs.resolve("heads"), heldOut, out);
    JudgedAdapter full =
        JudgedAdapter.of(
            variants.full(question.energy, question.fullRate), runs.resolve("full"), heldOut, out);
    JudgedAdapter adaLora =
        JudgedAdapter.of(variants.adaLora(variants.rank()), runs.resolve("adalora"), heldOut, out);
    List<JudgedAdapter> cuts =
        JudgedAdapter.cut(
            variants.dyLora(question.most()), question.ranks, runs.resolve("dylora"), heldOut, out);
    List<JudgedAdapter> sweep = new ArrayList<>();
    for (int rank : question.ranks) {
      sweep.add(JudgedAdapter.of(variants.lora(rank), runs.resolve("lora-r" + rank), heldOut, out));
    }
    return new RankComparison(question, heads, full, adaLora, cuts, sweep);
  }
}
