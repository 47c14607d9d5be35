package dev.patchseek.trainer.eval;

import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.Embedder;
import dev.patchseek.encoder.text.Tokenizer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses γ on training pictures: the one of a small grid with the largest sum of recall@1, 5 and
 * 10, text → image; the smallest of equals.
 *
 * @param weight γ
 * @param pictures it was chosen on, each with its first caption
 * @param recall with this γ
 * @param maxSim recall of MaxSim alone
 */
public record GlobalWeightChoice(float weight, int pictures, Recall recall, Recall maxSim) {

  private static final int PICTURES = 1000;
  private static final float[] GRID = {0, 0.05f, 0.1f, 0.2f, 0.3f, 0.5f, 0.75f, 1, 1.5f, 2, 3};

  /**
   * Embeds up to 1,000 pictures, evenly spaced over the training set, and chooses.
   *
   * @param embedder which tells hubs as it will when it is served
   * @param out for progress and reports
   */
  public static GlobalWeightChoice on(Embedder embedder, List<ImageText> items, PrintStream out) {
    List<ImageText> captioned = new ArrayList<>();
    for (ImageText item : items) {
      firstCaption(embedder.tokenizer(), item)
          .ifPresent(caption -> captioned.add(new ImageText(item.image(), List.of(caption))));
    }
    List<ImageText> sample = EvenlySpaced.of(captioned, PICTURES);
    EmbeddedSet set = EmbeddedSet.of(embedder, sample, "choosing the global weight", out);
    int[] imageOf = set.captions().stream().mapToInt(EmbeddedSet.Text::image).toArray();
    return of(ScoreMatrix.maxSim(set), ScoreMatrix.globalWithoutHubs(set), imageOf);
  }

  private static Optional<Caption> firstCaption(Tokenizer tokenizer, ImageText item) {
    return item.captions().stream()
        .filter(caption -> !tokenizer.encode(caption.text()).spans().isEmpty())
        .findFirst();
  }

  /**
   * Chooses by scores.
   *
   * @param imageOf [captions] index of each caption's picture
   */
  static GlobalWeightChoice of(ScoreMatrix maxSim, ScoreMatrix global, int[] imageOf) {
    Recall alone = Recall.textToImage(maxSim, imageOf);
    float bestWeight = 0;
    Recall best = alone;
    for (float weight : GRID) {
      Recall recall = Recall.textToImage(maxSim.plus(global, weight), imageOf);
      if (sum(recall) > sum(best)) {
        bestWeight = weight;
        best = recall;
      }
    }
    return new GlobalWeightChoice(bestWeight, maxSim.scores()[0].length, best, alone);
  }

  private static double sum(Recall recall) {
    return recall.at1() + recall.at5() + recall.at10();
  }

  @Override
  public String toString() {
    return "global weight %s, chosen on %d training pictures: recall@1/5/10 %s, MaxSim alone %s"
        .formatted(weight, pictures, percent(recall), percent(maxSim));
  }

  private static String percent(Recall recall) {
    return "%.1f/%.1f/%.1f".formatted(100 * recall.at1(), 100 * recall.at5(), 100 * recall.at10());
  }
}
