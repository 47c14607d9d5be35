package dev.patchseek.trainer;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real weights, photos and reference outputs that lie beside the project. */
public final class Shared {

  private Shared() {}

  /** A path below the shared folder; the test that asks is skipped where it is missing. */
  public static Path path(String relative) {
    Path path =
        Path.of(System.getProperty("patchseek.root")).resolve("../shared").resolve(relative);
    Assumptions.assumeTrue(
        Files.exists(path), "skipped: " + relative + " is not beside the project");
    return path.normalize();
  }
}
