package dev.patchseek.trainer.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenVectorsTest {

  // children 0 and 1 run and play, vehicles 2 and 3 stop and turn; 10 is everywhere, 11 nowhere
  private static final int VOCABULARY = 12;

  private static List<int[]> texts() {
    Random random = new Random(1);
    List<int[]> texts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      texts.add(new int[] {10, random.nextInt(2), 4 + random.nextInt(3)});
      texts.add(new int[] {10, 2 + random.nextInt(2), 7 + random.nextInt(3)});
    }
    return texts;
  }

  @Test
  void putsTokensThatKeepTheSameCompanyTogether() {
    float[] vectors = TokenVectors.learn(texts(), VOCABULARY, 4, 1);

    assertThat(cosine(vectors, 0, 1)).isGreaterThan(0.9);
    assertThat(cosine(vectors, 2, 3)).isGreaterThan(0.9);
    assertThat(cosine(vectors, 0, 2)).isLessThan(0.3);
  }

  @Test
  void givesTheSameForTheSameSeedAndZeroToATokenWithoutNeighbours() {
    float[] vectors = TokenVectors.learn(texts(), VOCABULARY, 4, 1);

    assertThat(TokenVectors.learn(texts(), VOCABULARY, 4, 1)).containsExactly(vectors);
    for (int i = 0; i < 4; i++) {
      assertThat(vectors[11 * 4 + i]).isZero();
    }
  }

  @Test
  void weighsNearNeighboursMoreAndIsSymmetric() {
    float[] information =
        CoOccurrence.information(List.of(new int[] {0, 1, 2}, new int[] {3, 2}), 4);

    assertThat(information[0 * 4 + 1]).isGreaterThan(information[0 * 4 + 2]);
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        assertThat(information[row * 4 + column]).isEqualTo(information[column * 4 + row]);
      }
    }
  }

  private static double cosine(float[] vectors, int a, int b) {
    double dot = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int i = 0; i < 4; i++) {
      dot += vectors[a * 4 + i] * vectors[b * 4 + i];
      lengthA += vectors[a * 4 + i] * vectors[a * 4 + i];
      lengthB += vectors[b * 4 + i] * vectors[b * 4 + i];
    }
    return dot / Math.sqrt(lengthA * lengthB);
  }
}
