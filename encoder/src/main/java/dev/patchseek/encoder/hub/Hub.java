package dev.patchseek.encoder.hub;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which hub is asked, as whom, and where other programs keep what they took from it. The variables
 * are those of Hugging Face's own tools.
 *
 * @param endpoint of a Hugging Face hub or a mirror
 * @param token for gated and private repositories; empty for none
 * @param cache directory of {@code models--owner--name} folders; it need not exist
 */
public record Hub(URI endpoint, String token, Path cache) {

  private static final String ENDPOINT = "https://huggingface.co";

  /**
   * Reads {@code HF_ENDPOINT}, {@code HF_TOKEN} and {@code HF_HOME}. Without {@code HF_TOKEN}, the
   * token that {@code hf auth login} stored below {@code HF_HOME} is taken.
   *
   * @throws InvalidInputException when {@code HF_ENDPOINT} is no http or https address
   */
  public static Hub of(Map<String, String> environment) {
    Path home = home(environment);
    String token = environment.getOrDefault("HF_TOKEN", "").strip();
    return new Hub(
        endpoint(environment), token.isEmpty() ? stored(home) : token, home.resolve("hub"));
  }

  private static URI endpoint(Map<String, String> environment) {
    String given = environment.getOrDefault("HF_ENDPOINT", "").strip();
    String address = given.isEmpty() ? ENDPOINT : given.replaceAll("/+$", "");
    try {
      URI uri = URI.create(address);
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // refused below
    }
    throw new InvalidInputException(
        "HF_ENDPOINT is '%s', expected an address such as %s".formatted(given, ENDPOINT));
  }

  private static Path home(Map<String, String> environment) {
    String given = environment.getOrDefault("HF_HOME", "");
    return given.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "huggingface")
        : Path.of(given);
  }

  private static String stored(Path home) {
    Path file = home.resolve("token");
    try {
      return Files.isRegularFile(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read; set HF_TOKEN instead", e);
    }
  }
}
