package dev.patchseek.indexer.codebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.codebook.Probes.Probe;
import dev.patchseek.indexer.kernel.QueryTokens;
import dev.patchseek.indexer.kernel.RandomImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodebookTest {

  private static final int DIM = 20;

  @TempDir private Path directory;

  private final Random random = new Random(4);

  @Test
  void findsTheClustersOfItsSample() {
    float[] middles = RandomImages.unitVectors(random, 8, DIM);
    float[] sample = around(middles, 600);
    Codebook codebook = CodebookTraining.train(sample, DIM, 32);
    for (int middle = 0; middle < 8; middle++) {
      float[] vector = Arrays.copyOfRange(middles, middle * DIM, (middle + 1) * DIM);
      float[] similarities = similarities(codebook, vector);
      assertThat(similarities[codebook.nearest(vector)[0]]).isGreaterThan(0.95f);
    }
  }

  @Test
  void theSameSampleGivesTheSameCodebook() {
    float[] sample = RandomImages.unitVectors(random, 500, DIM);
    assertThat(CodebookTraining.train(sample, DIM, 16).vectors())
        .containsExactly(CodebookTraining.train(sample, DIM, 16).vectors());
  }

  @Test
  void theNearestIsTheMostSimilar() {
    Codebook codebook = new Codebook(RandomImages.unitVectors(random, 50, DIM), 50);
    float[] rows = RandomImages.unitVectors(random, 30, DIM);
    int[] nearest = codebook.nearest(rows);
    for (int row = 0; row < 30; row++) {
      float[] similarities =
          similarities(codebook, Arrays.copyOfRange(rows, row * DIM, (row + 1) * DIM));
      for (float similarity : similarities) {
        assertThat(similarity).isLessThanOrEqualTo(similarities[nearest[row]]);
      }
    }
  }

  @Test
  void similaritiesAreDotProducts() {
    float[] vectors = RandomImages.unitVectors(random, 5, DIM);
    float[] vector = RandomImages.unitVectors(random, 1, DIM);
    float[] similarities = similarities(new Codebook(vectors, 5), vector);
    for (int centroid = 0; centroid < 5; centroid++) {
      double product = 0;
      for (int k = 0; k < DIM; k++) {
        product += (double) vector[k] * vectors[centroid * DIM + k];
      }
      assertThat(similarities[centroid]).isCloseTo((float) product, within(1e-6f));
    }
  }

  @Test
  void isReadFromItsBytesAlmostAsItWas() {
    Codebook codebook = new Codebook(RandomImages.unitVectors(random, 50, DIM), 50);

    Codebook read = Codebook.of(codebook.toBytes(), DIM);

    assertThat(read.count()).isEqualTo(50);
    assertThat(read.vectors()).containsExactly(codebook.vectors(), within(0.002f));
    assertThatThrownBy(() -> Codebook.of(codebook.toBytes(), DIM + 1))
        .hasMessageContaining("no codebook of 21 components");
    assertThatThrownBy(() -> Codebook.of(new byte[3], DIM)).hasMessageContaining("3 bytes");
  }

  @Test
  void anImageGainsByTheNearestCentroidOfEachToken() {
    Codebook codebook = new Codebook(new float[] {1, 0, 0, 0.8f, 0.6f, 0, 0, 1, 0, 0, 0, 1}, 4);
    QueryTokens tokens = new QueryTokens(new float[] {1, 0, 0, 0, 1, 0}, new float[] {1, 0.5f}, 3);

    Probes probes = Probes.of(tokens, codebook);

    assertThat(probes.ofTokens().getFirst())
        .containsExactly(new Probe(0, 1), new Probe(1, 0.8f), new Probe(2, 0));
    assertThat(probes.ofTokens().getLast())
        .containsExactly(new Probe(2, 0.5f), new Probe(1, 0.3f), new Probe(0, 0));
    assertThat(probes.floor()).isZero();
    Gains gains = new Gains(5, 7);
    gains.add(6, 0, 1);
    gains.add(6, 0, 0.8f);
    gains.add(6, 1, 0.3f);
    assertThat(gains.of(6)).isEqualTo(1.3f);
    assertThat(gains.of(5)).isZero();
  }

  private static float[] similarities(Codebook codebook, float[] vector) {
    return codebook.similarities(new QueryTokens(vector, new float[1], DIM))[0];
  }

  @Test
  void anImageIsListedUnderEachCentroidOnce() {
    float[] vectors = RandomImages.unitVectors(random, 4, DIM);
    Codebook codebook = new Codebook(vectors, 4);
    float[] patches = new float[3 * DIM];
    System.arraycopy(vectors, 2 * DIM, patches, 0, DIM);
    System.arraycopy(vectors, 0, patches, DIM, DIM);
    System.arraycopy(vectors, 2 * DIM, patches, 2 * DIM, DIM);
    assertThat(codebook.cells(patches)).containsExactly(0, 2);
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    Codebook codebook = new Codebook(RandomImages.unitVectors(random, 6, DIM), 6);
    String name = CodebookFile.write(directory, codebook);
    assertThat(CodebookFile.isOne(directory.resolve(name))).isTrue();
    assertThat(CodebookFile.read(directory, name).vectors()).containsExactly(codebook.vectors());
    assertThat(CodebookFile.write(directory, codebook)).as("same content").isEqualTo(name);
  }

  @Test
  void refusesADamagedFile() throws IOException {
    Codebook codebook = new Codebook(RandomImages.unitVectors(random, 6, DIM), 6);
    String name = CodebookFile.write(directory, codebook);
    byte[] bytes = Files.readAllBytes(directory.resolve(name));
    Files.write(directory.resolve(name), Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> CodebookFile.read(directory, name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(name);
    Files.delete(directory.resolve(name));
    assertThatThrownBy(() -> CodebookFile.read(directory, name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("NoSuchFile");
  }

  @Test
  void removesTheCodebooksThatNobodyNeeds() throws IOException {
    String old =
        CodebookFile.write(directory, new Codebook(RandomImages.unitVectors(random, 2, DIM), 2));
    String current =
        CodebookFile.write(directory, new Codebook(RandomImages.unitVectors(random, 3, DIM), 3));
    Files.createFile(directory.resolve("codebook-0123.part"));
    Files.createFile(directory.resolve("notes.txt"));
    CodebookFile.removeAllBut(directory, Set.of(current));
    assertThat(directory.resolve(old)).doesNotExist();
    assertThat(directory).isDirectoryContaining("glob:**" + current);
    assertThat(directory).isDirectoryContaining("glob:**notes.txt");
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void refusesASampleThatIsTooSmall() {
    assertThatThrownBy(() -> CodebookTraining.train(new float[3 * DIM], DIM, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Random vectors near some, the nearer to each the same number, in turn. */
  private float[] around(float[] middles, int count) {
    float[] vectors = RandomImages.unitVectors(random, count, DIM);
    for (int row = 0; row < count; row++) {
      int middle = row % (middles.length / DIM);
      double squares = 0;
      for (int k = 0; k < DIM; k++) {
        int at = row * DIM + k;
        vectors[at] = middles[middle * DIM + k] + 0.2f * vectors[at];
        squares += vectors[at] * vectors[at];
      }
      for (int k = 0; k < DIM; k++) {
        vectors[row * DIM + k] /= (float) Math.sqrt(squares);
      }
    }
    return vectors;
  }
}
