package dev.patchseek.encoder.bundle;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of contents of a bundle.
 *
 * @param format version of the bundle's layout
 * @param name what people call the model
 * @param dim d, components of every patch and token vector
 * @param patchContext whether a head adds the whole picture to its patches; false where absent
 * @param tokenWeights whether the tokens of a text weigh alike or as a head says; even where absent
 * @param globalWeight γ ≥ 0, of the whole text's similarity to the whole picture in the score; 0
 *     where absent
 * @param files SHA-256 in hexadecimal of every other file of the bundle, by relative path
 */
@JsonPropertyOrder({
  "format",
  "name",
  "dim",
  "patchContext",
  "tokenWeights",
  "globalWeight",
  "files"
})
record Manifest(
    int format,
    String name,
    int dim,
    boolean patchContext,
    TokenWeights tokenWeights,
    float globalWeight,
    SortedMap<String, String> files) {

  static final int FORMAT = 1;
  static final String FILE = "manifest.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  Manifest {
    tokenWeights = tokenWeights == null ? TokenWeights.EVEN : tokenWeights;
    if (!(globalWeight >= 0) || globalWeight == Float.POSITIVE_INFINITY) {
      throw new InvalidInputException(
          "globalWeight is %s, expected a number from 0".formatted(globalWeight));
    }
  }

  /** Describes the files that lie in a directory now. */
  static Manifest of(Path directory, String name, Projections projections, float globalWeight)
      throws IOException {
    return new Manifest(
        FORMAT,
        name,
        projections.dim(),
        projections.inContext(),
        projections.weights(),
        globalWeight,
        hashes(directory));
  }

  /**
   * Reads a bundle's manifest and compares every file with it.
   *
   * @throws InvalidInputException when it is none, is of a newer format, or a file has changed
   */
  static Manifest read(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "%s is no bundle: it has no %s; 'patchseek train' writes one below its run directory"
              .formatted(directory, FILE));
    }
    Manifest manifest;
    try {
      manifest = JSON.readValue(file.toFile(), Manifest.class);
    } catch (JacksonException e) {
      throw new InvalidInputException(file + " cannot be read: " + e.getOriginalMessage(), e);
    }
    if (manifest.format != FORMAT) {
      throw new InvalidInputException(
          "%s has format %d; this version reads format %d"
              .formatted(file, manifest.format, FORMAT));
    }
    manifest.verify(directory);
    return manifest;
  }

  private void verify(Path directory) {
    Map<String, String> present;
    try {
      present = hashes(directory);
    } catch (IOException e) {
      throw new InvalidInputException("the bundle " + directory + " cannot be read: " + e, e);
    }
    files.forEach(
        (path, hash) -> {
          if (!hash.equals(present.get(path))) {
            throw new InvalidInputException(
                "the bundle %s is damaged: %s is %s; train or copy it again"
                    .formatted(
                        directory, path, present.containsKey(path) ? "not as written" : "missing"));
          }
        });
  }

  void write(Path directory) throws IOException {
    Files.writeString(
        directory.resolve(FILE),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
  }

  /**
   * SHA-256 in hexadecimal over everything that shapes a score: the names and hashes of all files,
   * γ where there is one, and how hubs are told where they are. The heads are among the files.
   */
  String fingerprint() {
    MessageDigest digest = Sha256.digest();
    files.forEach(
        (path, hash) ->
            digest.update((path + "\n" + hash + "\n").getBytes(StandardCharsets.UTF_8)));
    if (globalWeight > 0) {
      digest.update(("globalWeight\n" + globalWeight + "\n").getBytes(StandardCharsets.UTF_8));
    }
    if (files.containsKey(Bundle.CAPTIONS)) {
      digest.update((CaptionBank.rule() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static SortedMap<String, String> hashes(Path directory) throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String relative = directory.relativize(path).toString().replace('\\', '/');
        if (!relative.equals(FILE)) {
          hashes.put(relative, hash(path));
        }
      }
    }
    return hashes;
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
