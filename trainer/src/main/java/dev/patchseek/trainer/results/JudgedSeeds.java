package dev.patchseek.trainer.results;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.Sha256;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.eval.Evaluation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How each seed of a configuration was judged, a file each, so that seeds can be trained on several
 * machines and at several times.
 */
final class JudgedSeeds {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path directory;
  private final String name;
  private final String configuration;

  /**
   * A seed that was trained and judged.
   *
   * @param seed of every random choice
   * @param revision of the code that did it
   * @param configuration SHA-256 in hexadecimal of what was configured, the seed aside
   * @param evaluation what came out
   */
  record Judged(long seed, String revision, String configuration, Evaluation evaluation) {}

  /**
   * Finds files by the name of a configuration.
   *
   * @param directory that they lie in, made when it is missing
   * @param text of the configuration's file; comments and order of lines do not count
   */
  JudgedSeeds(Path directory, String name, String text) {
    this.directory = directory;
    this.name = name;
    byte[] keys = Configs.keys(text, "seed").getBytes(StandardCharsets.UTF_8);
    this.configuration = HexFormat.of().formatHex(Sha256.digest().digest(keys));
  }

  /**
   * What was found of a seed; empty where it was not judged yet.
   *
   * @throws InvalidInputException when the file cannot be read or is of another configuration
   */
  Optional<Judged> read(long seed) {
    Path file = file(seed);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Judged judged;
    try {
      judged = JSON.readValue(file.toFile(), Judged.class);
    } catch (JacksonException e) {
      throw new InvalidInputException(file + " cannot be read: " + e.getOriginalMessage(), e);
    }
    if (judged.seed != seed || !judged.configuration.equals(configuration)) {
      throw new InvalidInputException(
          "%s is of another configuration or seed than is asked for; remove it to train anew"
              .formatted(file));
    }
    return Optional.of(judged);
  }

  /** Keeps what came out. */
  Judged write(long seed, String revision, Evaluation evaluation) throws IOException {
    Judged judged = new Judged(seed, revision, configuration, evaluation);
    Files.createDirectories(directory);
    Files.writeString(
        file(seed), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(judged) + "\n");
    return judged;
  }

  private Path file(long seed) {
    return directory.resolve("%s-seed%d.json".formatted(name, seed));
  }
}
