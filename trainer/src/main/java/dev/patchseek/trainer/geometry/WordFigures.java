package dev.patchseek.trainer.geometry;

import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.Evaluation;
import dev.patchseek.trainer.eval.PatchHealth;
import dev.patchseek.trainer.eval.PointingGame;

/**
 * What one model makes of the held-out words.
 *
 * @param geometry how words lie to patches
 * @param pointing whether phrases with boxes win inside them
 * @param health which patches win
 * @param recall by MaxSim
 */
record WordFigures(
    WordGeometry geometry, PointingGame pointing, PatchHealth health, Evaluation.Row recall) {

  static WordFigures of(EmbeddedSet set) {
    return new WordFigures(
        WordGeometry.of(set), PointingGame.play(set), PatchHealth.of(set), Evaluation.maxSim(set));
  }

  /** Share of the phrases whose best patch lies outside their boxes, 0..1; NaN without boxes. */
  double outside() {
    return 1 - pointing.hits();
  }

  /** How much more a phrase is like patches in its boxes than like the others. */
  double contrast() {
    return geometry.foreground() - geometry.background();
  }
}
