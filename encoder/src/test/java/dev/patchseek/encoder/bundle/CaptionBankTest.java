package dev.patchseek.encoder.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionBankTest {

  @TempDir Path folder;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** Captions at even angles, so that the similarity of number i to the picture is known. */
  private CaptionBank bank(int captions) {
    float[] vectors = new float[2 * captions];
    for (int i = 0; i < captions; i++) {
      vectors[2 * i] = (float) Math.cos(Math.PI * i / captions);
      vectors[2 * i + 1] = (float) Math.sin(Math.PI * i / captions);
    }
    return new CaptionBank(manager.create(vectors, new Shape(captions, 2)));
  }

  @Test
  void aHubIsLoweredByItsMeanSimilarityToTheNearestHundredth() {
    double nearest = 0;
    for (int i = 0; i < 10; i++) {
      nearest += Math.cos(Math.PI * i / 1000) / 10;
    }
    NDArray pictures = manager.create(new float[][] {{1, 0}, {0, -1}});

    float[] hubs = bank(1000).hubs(pictures);

    assertThat(hubs[0]).isCloseTo((float) nearest, within(1e-6f));
    assertThat(hubs[1]).as("far from all captions").isLessThan(0.01f);
  }

  @Test
  void liesInItsBundleAndIsPartOfTheFingerprint() throws IOException {
    Random random = new Random(3);
    float[] vectors = new float[TinyBundle.DIM * 5];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Float.float16ToFloat(Float.floatToFloat16(random.nextFloat()));
    }
    CaptionBank bank = new CaptionBank(manager.create(vectors, new Shape(5, TinyBundle.DIM)));
    Path plain = TinyBundle.write(folder.resolve("plain"), 1, TokenWeights.EVEN, 1, null);
    Path banked = TinyBundle.write(folder.resolve("banked"), 1, TokenWeights.EVEN, 1, bank);

    try (Bundle without = Bundle.load(plain);
        Bundle with = Bundle.load(banked)) {
      assertThat(without.embedder().bank()).isNull();
      assertThat(with.embedder().bank().vectors().toFloatArray()).containsExactly(vectors);
      assertThat(with.fingerprint()).isNotEqualTo(without.fingerprint());
    }
  }

  @Test
  void refusesABankOfAnotherWidth() throws IOException {
    Path file = folder.resolve("captions.safetensors");
    bank(10).save(file);

    assertThatThrownBy(() -> CaptionBank.load(manager, file, 128))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("global has the shape (10, 2), the projections need [captions, 128]");
  }
}
