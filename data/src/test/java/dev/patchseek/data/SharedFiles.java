package dev.patchseek.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files beside the project that a bare clone lacks. */
public final class SharedFiles {

  private SharedFiles() {}

  /** Skips the test, saying so, where the file is missing. */
  public static Path find(String name) {
    Path file = Path.of(System.getProperty("patchseek.root")).resolve("../shared").resolve(name);
    assumeTrue(Files.exists(file), "skipped: " + name + " is not beside the project");
    return file;
  }
}
