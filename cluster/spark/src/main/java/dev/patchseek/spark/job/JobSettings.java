package dev.patchseek.spark.job;

import dev.patchseek.data.InvalidInputException;
import java.io.Serializable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every run over a directory of shards has to have in common, kept in it as {@code job.json}:
 * with another number of shards, pictures would belong elsewhere.
 *
 * @param shards partitions of the pictures
 * @param model the fingerprint of the bundle
 * @param precision of stored vectors
 * @param pooled how many vectors the patches of a picture share; 0 where each has its own
 */
record JobSettings(int shards, String model, String precision, int pooled) implements Serializable {

  static final String FILE = "job.json";

  private static final JsonMapper JSON = new JsonMapper();

  static JobSettings parse(String json, String file) {
    try {
      return JSON.readValue(json, JobSettings.class);
    } catch (JacksonException e) {
      throw new InvalidInputException(
          "%s cannot be read: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  String toJson() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
  }

  /**
   * Refuses settings that do not continue these.
   *
   * @throws InvalidInputException when they do not
   */
  void requireSame(JobSettings given, String directory) {
    if (!equals(given)) {
      throw new InvalidInputException(
          "%s was made with %s, got %s: leave that as it was, or index into another directory"
              .formatted(directory, describe(), given.describe()));
    }
  }

  private String describe() {
    return "%d shards of %s%s by the model %.12s"
        .formatted(
            shards,
            precision,
            pooled == 0 ? "" : ", pooled to %d vectors".formatted(pooled),
            model);
  }
}
