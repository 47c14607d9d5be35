package dev.patchseek.trainer.results;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The version of the code that runs. */
public final class Revision {

  private static final String UNKNOWN = "unknown";

  private Revision() {}

  /**
   * The commit of a checkout, with {@code -dirty} where files were changed since.
   *
   * @param home the checkout
   * @return {@code unknown} where there is no checkout or no git
   */
  public static String of(Path home) {
    try {
      Process git =
          new ProcessBuilder(
                  "git",
                  "-C",
                  home.toString(),
                  "describe",
                  "--always",
                  "--dirty",
                  "--abbrev=12",
                  "--exclude=*")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream output = git.getInputStream()) {
        String commit = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? commit : UNKNOWN;
      }
    } catch (IOException e) {
      return UNKNOWN; // no git
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
