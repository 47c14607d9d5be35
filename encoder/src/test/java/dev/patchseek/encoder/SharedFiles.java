package dev.patchseek.encoder;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files beside the checkout that a bare clone lacks. */
public final class SharedFiles {

  private SharedFiles() {}

  /** Skips the test, saying so, where the file is missing. */
  public static Path find(String name) {
    Path file = Path.of(System.getProperty("patchseek.root")).resolve("../shared").resolve(name);
    assumeTrue(Files.exists(file), "skipped: ../shared/" + name + " is not here");
    return file;
  }
}
