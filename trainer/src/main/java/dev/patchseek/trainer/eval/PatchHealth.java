package dev.patchseek.trainer.eval;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Whether words win by what is under a patch, or a few patches win them all. A win is the best
 * patch of one token of one caption on the caption's own picture.
 *
 * <p>Patches of high norm in plain background that collect whatever the tower wants to remember are
 * known from Darcet et al., "Vision Transformers Need Registers", arXiv 2309.16588.
 *
 * @param wins tokens of all captions
 * @param topPositions share of the wins that go to the 1 % of the grid's positions that win most
 * @param topPatches share of the wins that go to the 1 % of all pictures' patches that win most
 * @param border share of the wins at the border of the grid
 * @param entropy of the winning position, in bits
 * @param likeness Pearson's correlation of the heat of two words, the mean over all pairs of words
 *     of each caption, then over the captions; a word's heat is that of its last token
 * @param chance the same for winners drawn at random, which have no likeness; null in the chance
 *     itself
 */
public record PatchHealth(
    int wins,
    double topPositions,
    double topPatches,
    double border,
    double entropy,
    double likeness,
    PatchHealth chance) {

  private static final double TOP = 0.01;

  /** Looks at every token of every caption. The pictures must share one grid. */
  public static PatchHealth of(EmbeddedSet set) {
    PatchEmbeddings grid = set.images().getFirst().embeddings();
    int[][] wins = new int[set.images().size()][grid.count()];
    int[][] drawn = new int[set.images().size()][grid.count()];
    Random random = new Random(0);
    double likeness = 0;
    int compared = 0;
    for (EmbeddedSet.Text text : set.captions()) {
      PatchEmbeddings image = set.images().get(text.image()).embeddings();
      List<float[]> heats = new ArrayList<>();
      for (int token = 0; token < text.embeddings().tokens().size(); token++) {
        float[] heat = TokenHeat.of(text.embeddings(), token, image);
        wins[text.image()][TokenHeat.winner(heat)]++;
        drawn[text.image()][random.nextInt(heat.length)]++;
        heats.add(heat);
      }
      double mean = likeness(text.embeddings(), heats);
      if (!Double.isNaN(mean)) {
        likeness += mean;
        compared++;
      }
    }
    return of(wins, grid, likeness / compared, of(drawn, grid, Double.NaN, null));
  }

  private static PatchHealth of(
      int[][] wins, PatchEmbeddings grid, double likeness, PatchHealth chance) {
    int[] positions = new int[grid.count()];
    for (int[] image : wins) {
      Arrays.setAll(positions, p -> positions[p] + image[p]);
    }
    int all = Arrays.stream(positions).sum();
    double border = 0;
    double entropy = 0;
    for (int p = 0; p < positions.length; p++) {
      double share = (double) positions[p] / all;
      border += isBorder(p, grid) ? share : 0;
      entropy -= share > 0 ? share * Math.log(share) / Math.log(2) : 0;
    }
    int[] patches = Arrays.stream(wins).flatMapToInt(Arrays::stream).toArray();
    return new PatchHealth(all, top(positions), top(patches), border, entropy, likeness, chance);
  }

  private static double top(int[] wins) {
    int[] sorted = wins.clone();
    Arrays.sort(sorted);
    int count = (int) Math.ceil(TOP * sorted.length);
    double top = Arrays.stream(sorted, sorted.length - count, sorted.length).sum();
    return top / Arrays.stream(sorted).sum();
  }

  private static boolean isBorder(int patch, PatchEmbeddings grid) {
    int row = patch / grid.columns();
    int column = patch % grid.columns();
    return row == 0 || column == 0 || row == grid.rows() - 1 || column == grid.columns() - 1;
  }

  /** NaN for a caption of one word. */
  private static double likeness(TokenEmbeddings text, List<float[]> heats) {
    List<float[]> words =
        text.words().stream().map(word -> standardised(heats.get(word.behindToken() - 1))).toList();
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < words.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += dot(words.get(i), words.get(j));
        pairs++;
      }
    }
    return sum / pairs;
  }

  /** With mean 0 and length 1; zeros where all is equally hot. */
  private static float[] standardised(float[] heat) {
    double mean = 0;
    for (float similarity : heat) {
      mean += similarity / heat.length;
    }
    double square = 0;
    for (float similarity : heat) {
      square += (similarity - mean) * (similarity - mean);
    }
    float[] standardised = new float[heat.length];
    for (int p = 0; p < heat.length && square > 0; p++) {
      standardised[p] = (float) ((heat[p] - mean) / Math.sqrt(square));
    }
    return standardised;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int p = 0; p < a.length; p++) {
      sum += a[p] * b[p];
    }
    return sum;
  }
}
