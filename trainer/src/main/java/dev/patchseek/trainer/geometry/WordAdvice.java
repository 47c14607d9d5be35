package dev.patchseek.trainer.geometry;

import dev.patchseek.trainer.eval.PatchHealth;
import dev.patchseek.trainer.eval.PointingGame;
import java.util.ArrayList;
import java.util.List;

/** Advice about words that win in the background. A difference counts from two standard errors. */
final class WordAdvice {

  private static final double MANY = 0.5; // of all phrases
  private static final double BORDER = 1.25; // times what chance has there

  private WordAdvice() {}

  static List<Advice> of(WordFigures before, WordFigures after) {
    List<Advice> advice = new ArrayList<>();
    if (after.pointing().phrases() > 0) {
      outside(before, after, advice);
    }
    border(before.health(), after.health(), advice);
    return advice;
  }

  private static void outside(WordFigures before, WordFigures after, List<Advice> advice) {
    double was = before.outside();
    double is = after.outside();
    double chance = 1 - after.pointing().random();
    int phrases = after.pointing().phrases();
    String why =
        Advice.text(
            "The best patch of %.0f %% of %d phrases lies outside their boxes; before the adapter it"
                + " was %.0f %%, by chance it would be %.0f %%. A phrase is more like patches in its"
                + " boxes than like others by %.3f, before by %.3f.",
            100 * is, phrases, 100 * was, 100 * chance, after.contrast(), before.contrast());
    boolean byChance = is > chance - 2 * error(is, phrases);
    if (is - was > 2 * Math.hypot(error(is, phrases), error(was, phrases))) {
      advice.add(
          new Advice(
              "The adapter sends words to the background: give it less (alpha, learningRate), or train"
                  + " with boxes (grounding of a stage).",
              why));
    } else if (byChance) {
      advice.add(
          new Advice(
              "Words find their things no better than chance: train longer, raise lambda, or train with"
                  + " boxes (grounding of a stage).",
              why));
    } else if (is > MANY) {
      advice.add(
          new Advice(
              "Most words win in the background: train with boxes (grounding of a stage), or with"
                  + " larger pictures (imageSize) where things are smaller than a patch.",
              why));
    }
    if (!byChance) {
      whoever(after.pointing(), advice);
    }
  }

  /** Patches that win whichever word of the caption asks. */
  private static void whoever(PointingGame game, List<Advice> advice) {
    if (game.siblingWord() > game.hits() - 2 * error(game.hits(), game.phrases())) {
      advice.add(
          new Advice(
              "The same patches win whichever word asks: raise lambda, or show all captions of a"
                  + " picture together (captions: together).",
              Advice.text(
                  "A phrase's own best patch lies in its boxes in %.0f %%, that of another phrase of"
                      + " its caption in %.0f %%.",
                  100 * game.hits(), 100 * game.siblingWord())));
    }
  }

  private static void border(PatchHealth before, PatchHealth after, List<Advice> advice) {
    double chance = after.chance().border();
    if (after.border() > BORDER * chance) {
      advice.add(
          new Advice(
              "Look for background words: patches at the border win too often.",
              Advice.text(
                  "%.0f %% of the wins lie at the border, before %.0f %%, chance would have %.0f %%;"
                      + " grounding or learned token weights take words without a place out of the"
                      + " score.",
                  100 * after.border(), 100 * before.border(), 100 * chance)));
    }
  }

  /** The standard error of a share. */
  private static double error(double share, int count) {
    return Math.sqrt(share * (1 - share) / count);
  }
}
