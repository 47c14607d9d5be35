package dev.patchseek.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import org.junit.jupiter.api.Test;

class ScoreMatrixTest {

  @Test
  void scoresEveryCaptionAgainstEveryPictureAsThePlainLoopDoes() {
    EmbeddedSet set = Pictures.random(70, 130, 3, 8);

    float[][] scores = ScoreMatrix.maxSim(set).scores();

    assertThat(scores).hasDimensions(130, 70);
    for (int t = 0; t < scores.length; t++) {
      for (int i = 0; i < scores[t].length; i++) {
        assertThat(scores[t][i]).isCloseTo(plain(set, t, i), within(1e-5f));
      }
    }
  }

  private static float plain(EmbeddedSet set, int caption, int image) {
    PatchEmbeddings patches = set.images().get(image).embeddings();
    EmbeddedSet.Text text = set.captions().get(caption);
    float sum = 0;
    for (int token = 0; token < text.embeddings().tokens().size(); token++) {
      float[] heat = TokenHeat.of(text.embeddings(), token, patches);
      sum += text.embeddings().weights()[token] * heat[TokenHeat.winner(heat)];
    }
    return sum;
  }
}
