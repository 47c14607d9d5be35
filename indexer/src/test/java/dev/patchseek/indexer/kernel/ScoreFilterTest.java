package dev.patchseek.indexer.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreFilterTest {

  private final Random random = new Random(4);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 100, 256})
  void findsWhatIsHighEnough(int count) {
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      scores[i] = (random.nextInt(20) - 10) / 4f; // many are the least
    }
    for (float least : new float[] {Float.NEGATIVE_INFINITY, -1, 0, 2.25f, 3}) {
      int[] expected = IntStream.range(0, count).filter(i -> scores[i] >= least).toArray();
      assertThat(places(new ScalarScoreFilter(), least, scores)).isEqualTo(expected);
      assertThat(places(new VectorScoreFilter(), least, scores)).isEqualTo(expected);
    }
  }

  private static int[] places(ScoreFilter filter, float least, float[] scores) {
    int[] places = new int[scores.length];
    return Arrays.copyOf(places, filter.atLeast(least, scores, scores.length, places));
  }
}
