package dev.patchseek.trainer.eval;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;

/** How much every patch of a picture answers one token. */
public final class TokenHeat {

  private TokenHeat() {}

  /**
   * The similarities of one token.
   *
   * @param token index into the text's tokens
   * @return [P], row by row, each -1..1
   */
  public static float[] of(TokenEmbeddings text, int token, PatchEmbeddings image) {
    int dim = text.dim();
    float[] heat = new float[image.count()];
    for (int p = 0; p < heat.length; p++) {
      float sum = 0;
      for (int k = 0; k < dim; k++) {
        sum += text.vectors()[token * dim + k] * image.patches()[p * dim + k];
      }
      heat[p] = sum;
    }
    return heat;
  }

  /** The patch that wins: the first of the hottest. */
  public static int winner(float[] heat) {
    int best = 0;
    for (int p = 1; p < heat.length; p++) {
      if (heat[p] > heat[best]) {
        best = p;
      }
    }
    return best;
  }
}
