package dev.patchseek.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.encoder.weights.SafeTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Inputs and outputs that independent references computed; they lie beside the project. */
public final class Golden {

  private static final Path SHARED =
      Path.of(System.getProperty("patchseek.root")).resolve("../shared").normalize();

  private Golden() {}

  /** A path below the shared folder; the test that asks is skipped where it is missing. */
  public static Path path(String relative) {
    Path path = SHARED.resolve(relative);
    Assumptions.assumeTrue(
        Files.exists(path), "skipped: " + relative + " is not beside the project");
    return path;
  }

  public static NDArray tensor(NDManager manager, String file, String name) {
    try (SafeTensors tensors = SafeTensors.open(path("golden/" + file))) {
      return tensors.read(manager, name);
    }
  }

  /** Asserts that no element differs by more than {@code tolerance}. */
  public static void assertClose(NDArray actual, NDArray expected, double tolerance) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    assertThat((double) maxDifference(actual, expected)).isLessThanOrEqualTo(tolerance);
  }

  public static float maxDifference(NDArray a, NDArray b) {
    return a.sub(b).abs().max().getFloat();
  }
}
