package dev.patchseek.indexer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaxSimTest {

  static Stream<MaxSim> kernels() {
    return Stream.of(
        new ScalarMaxSim(Precision.FLOAT32),
        new VectorMaxSim(),
        new ScalarMaxSim(Precision.INT8),
        new VectorInt8MaxSim());
  }

  @Test
  void runsOnTheVectorApiHere() {
    assertThat(MaxSim.fastest(Precision.FLOAT32)).isInstanceOf(VectorMaxSim.class);
    assertThat(MaxSim.fastest(Precision.INT8)).isInstanceOf(VectorInt8MaxSim.class);
  }

  @Test
  void theVectorKernelAgreesWithThePlainLoopBitForBit() {
    KernelAgreement.check(500);
  }

  @Test
  void agreesOnNarrowerLanesToo() throws Exception {
    assertThat(agreement("--add-modules=jdk.incubator.vector", "-XX:MaxVectorSize=32"))
        .isIn("VectorInt8MaxSim 8", "VectorInt8MaxSim 4");
    assertThat(agreement("--add-modules=jdk.incubator.vector", "-XX:MaxVectorSize=16"))
        .isEqualTo("VectorInt8MaxSim 4");
  }

  @Test
  void fallsBackToThePlainLoopWithoutTheVectorApi() throws Exception {
    assertThat(agreement()).isEqualTo("ScalarMaxSim 1");
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void findsTheLargestDotProductOfVectorsAsTheyWereGiven(MaxSim kernel) {
    Random random = new Random(3);
    int dim = 37;
    float[] query = RandomImages.unitVectors(random, 9, dim);
    float[] image = RandomImages.unitVectors(random, 35, dim);
    float[] weights = RandomImages.weights(random, 9);
    BestPatches best = run(kernel, query, weights, image, dim);
    double sum = 0;
    for (int token = 0; token < 9; token++) {
      double largest = Double.NEGATIVE_INFINITY;
      int winner = -1;
      for (int patch = 0; patch < 35; patch++) {
        double dot = 0;
        for (int k = 0; k < dim; k++) {
          dot += (double) query[token * dim + k] * image[patch * dim + k];
        }
        if (dot > largest) {
          largest = dot;
          winner = patch;
        }
      }
      sum += weights[token] * largest;
      assertThat(best.patch(token)).isEqualTo(winner);
      assertThat(best.score(token)).isCloseTo((float) largest, within(error(kernel)));
    }
    assertThat(best.weightedSum()).isCloseTo((float) sum, within(error(kernel)));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theLowestPatchWinsATie(MaxSim kernel) {
    float[] image = new float[2 * 40];
    for (int patch : new int[] {7, 11, 23, 39}) {
      image[2 * patch] = 1;
    }
    BestPatches best = run(kernel, new float[] {1, 0, 0, 1}, new float[] {0.5f, 0.5f}, image, 2);
    assertThat(best.patch(0)).isEqualTo(7);
    assertThat(best.patch(1)).as("all patches at 0").isZero();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void similaritiesMayAllBeNegative(MaxSim kernel) {
    for (int patches : new int[] {1, 15, 16, 17, 49}) {
      float[] image = new float[3 * patches];
      for (int patch = 0; patch < patches; patch++) {
        image[3 * patch] = patch == patches - 1 ? -0.5f : -1;
      }
      BestPatches best = run(kernel, new float[] {1, 0, 0}, new float[] {1}, image, 3);
      assertThat(best.score(0)).isEqualTo(-0.5f);
      assertThat(best.patch(0)).isEqualTo(patches - 1);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void remembersNothingOfTheImageBefore(MaxSim kernel) {
    QueryTokens tokens = new QueryTokens(new float[] {1, 0}, new float[] {1}, 2);
    BestPatches best = new BestPatches(tokens);
    kernel.bestPatches(
        tokens, RandomImages.mapped(kernel.precision(), new float[] {1, 0, 0, 1}, 2), 2, best);
    kernel.bestPatches(
        tokens, RandomImages.mapped(kernel.precision(), new float[] {-1, 0}, 1), 1, best);
    assertThat(best.score(0)).isEqualTo(-1);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void similaritiesShowTheWinnerWithTheSameBits(MaxSim kernel) {
    Random random = new Random(5);
    float[] query = RandomImages.unitVectors(random, 3, 64);
    float[] image = RandomImages.unitVectors(random, 49, 64);
    float[] weights = {0, 0.25f, 0.75f};
    BestPatches best = run(kernel, query, weights, image, 64);
    QueryTokens tokens = new QueryTokens(query, weights, 64);
    float[][] similarities =
        MaxSim.similarities(
            kernel.precision(), tokens, RandomImages.mapped(kernel.precision(), image, 49), 49);
    for (int token = 0; token < 3; token++) {
      assertThat(similarities[token]).hasSize(49).contains(best.score(token));
      assertThat(similarities[token][best.patch(token)]).isEqualTo(best.score(token));
    }
  }

  private static BestPatches run(
      MaxSim kernel, float[] query, float[] weights, float[] image, int dim) {
    QueryTokens tokens = new QueryTokens(query, weights, dim);
    BestPatches best = new BestPatches(tokens);
    int patches = image.length / dim;
    ImageVectors stored = RandomImages.mapped(kernel.precision(), image, patches);
    kernel.bestPatches(tokens, stored, patches, best);
    return best;
  }

  /** What rounding may cost a dot product. */
  private static float error(MaxSim kernel) {
    return kernel.precision() == Precision.FLOAT32 ? 1e-6f : 2e-3f;
  }

  /** Runs the comparison in a JVM of its own. */
  private static String agreement(String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", classes()));
    command.add(KernelAgreement.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = read(process);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed.strip();
  }

  private static String read(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String classes() throws Exception {
    return Path.of(MaxSim.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        + System.getProperty("path.separator")
        + Path.of(MaxSimTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
