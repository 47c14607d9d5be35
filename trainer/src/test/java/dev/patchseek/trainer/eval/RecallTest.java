package dev.patchseek.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecallTest {

  private static final ScoreMatrix SCORES =
      new ScoreMatrix(
          new float[][] {
            {0.9f, 0.1f, 0.2f},
            {0.3f, 0.2f, 0.1f},
            {0.5f, 0.4f, 0.4f},
          });
  private static final int[] IMAGE_OF = {0, 1, 2};

  @Test
  void ranksEachCaptionsPictureAmongAll() {
    Recall recall = Recall.textToImage(SCORES, IMAGE_OF);

    assertThat(recall.at1()).isEqualTo(1 / 3.0);
    assertThat(recall.at5()).isEqualTo(1);
    assertThat(recall.medianRank()).isEqualTo(2);
  }

  @Test
  void aTieCountsAgainstTheModel() {
    ScoreMatrix same = new ScoreMatrix(new float[][] {{0.5f, 0.5f, 0.5f}});
    assertThat(Recall.textToImage(same, new int[] {1}).medianRank()).isEqualTo(3);
  }

  @Test
  void aPictureAsksForAnyOfItsCaptions() {
    ScoreMatrix scores = new ScoreMatrix(new float[][] {{0.1f, 0}, {0.9f, 0}, {0.5f, 0.4f}});
    Recall recall = Recall.imageToText(scores, new int[] {0, 0, 1});
    assertThat(recall.at1()).isEqualTo(1);
  }

  @Test
  void chanceIsTheShareOfTheCandidates() {
    assertThat(Recall.chance(1000).at10()).isEqualTo(0.01);
    assertThat(Recall.chance(3).at5()).isEqualTo(1);
  }
}
