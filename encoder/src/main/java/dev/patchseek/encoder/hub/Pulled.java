package dev.patchseek.encoder.hub;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What lies in a directory of a pulled checkpoint; {@code hub.json} there holds it.
 *
 * @param repo owner/name
 * @param revision that was asked for
 * @param commit that the files are of
 * @param files algorithm and digest by name, such as {@code SHA-256 9f86d0…}
 */
@JsonPropertyOrder({"repo", "revision", "commit", "files"})
public record Pulled(String repo, String revision, String commit, SortedMap<String, String> files) {

  private static final String FILE = "hub.json";

  /** Reads the record of a directory; empty where there is none. */
  static Optional<Pulled> read(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonMapper.shared().readValue(file, Pulled.class));
    } catch (JacksonException e) {
      throw new InvalidInputException(
          file + " cannot be read; delete the directory to pull it anew", e);
    }
  }

  /**
   * Records a pull, and removes what an earlier one of another commit left: an old index of shards
   * would be read in place of new weights.
   */
  static Pulled record(Snapshot snapshot, List<HubFile> files, Path directory) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    files.forEach(file -> digests.put(file.name(), file.algorithm() + " " + file.digest()));
    Pulled earlier = read(directory).orElse(null);
    if (earlier != null) {
      for (String name : earlier.files.keySet()) {
        if (!digests.containsKey(name)) {
          Files.deleteIfExists(directory.resolve(name));
        }
      }
    }
    Pulled pulled = new Pulled(snapshot.repo(), snapshot.revision(), snapshot.commit(), digests);
    JsonMapper.shared()
        .writerWithDefaultPrettyPrinter()
        .writeValue(directory.resolve(FILE), pulled);
    return pulled;
  }
}
