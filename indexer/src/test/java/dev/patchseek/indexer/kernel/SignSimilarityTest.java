package dev.patchseek.indexer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignSimilarityTest {

  private final Random random = new Random(5);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 31, 32, 33, 64, 127, 128, 200, 384})
  void isTheDotProductOfTheQueryWithTheSigns(int dim) {
    int count = 21;
    float[] whole = RandomImages.unitVectors(random, 1, dim);
    float[] images = RandomImages.unitVectors(random, count, dim);
    float[] got = new float[count];

    SignSimilarity.fastest(whole).of(signs(images, count), count, got);

    for (int image = 0; image < count; image++) {
      double expected = 0;
      for (int k = 0; k < dim; k++) {
        expected += images[image * dim + k] >= 0 ? whole[k] : -whole[k];
      }
      assertThat((double) got[image])
          .isCloseTo(expected / Math.sqrt(2 / Math.PI * dim), within(0.15));
    }
  }

  @Test
  void ranksAsTheVectorsDo() {
    int dim = 128;
    int count = 2000;
    float[] whole = RandomImages.unitVectors(random, 1, dim);
    float[] images = RandomImages.unitVectors(random, count, dim);
    float[] got = new float[count];

    SignSimilarity.fastest(whole).of(signs(images, count), count, got);

    double product = 0;
    double squares = 0;
    double similaritySquares = 0;
    for (int image = 0; image < count; image++) {
      double similarity = 0;
      for (int k = 0; k < dim; k++) {
        similarity += whole[k] * images[image * dim + k];
      }
      product += similarity * got[image];
      squares += got[image] * got[image];
      similaritySquares += similarity * similarity;
    }
    assertThat(product / Math.sqrt(squares * similaritySquares)).isGreaterThan(0.75);
  }

  private static MemorySegment signs(float[] images, int count) {
    int dim = images.length / count;
    byte[] all = new byte[count * BitCodes.bytes(1, dim)];
    for (int image = 0; image < count; image++) {
      float[] one = Arrays.copyOfRange(images, image * dim, (image + 1) * dim);
      byte[] code = BitCodes.encode(one, 1);
      System.arraycopy(code, 0, all, image * code.length, code.length);
    }
    return MemorySegment.ofArray(all);
  }
}
