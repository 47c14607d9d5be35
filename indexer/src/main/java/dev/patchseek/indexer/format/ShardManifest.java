package dev.patchseek.indexer.format;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of contents of a directory of shards, {@code shards.json}. Shards that it does not name
 * are not part of the index. It is replaced by a renaming, so that readers see one whole set of
 * shards or another.
 *
 * @param format version of this file
 * @param shards in the order in which ties are broken by document
 */
public record ShardManifest(int format, List<Shard> shards) {

  /** What the file is called. */
  public static final String FILE = "shards.json";

  private static final int FORMAT = 1;

  private static final Pattern NAME = Pattern.compile("[^./\\\\][^/\\\\]*");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public ShardManifest {
    shards = List.copyOf(shards);
  }

  /** These shards. */
  public ShardManifest(List<Shard> shards) {
    this(FORMAT, shards);
  }

  /** Whether a directory is one of shards. */
  public static boolean isIn(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE));
  }

  /**
   * Reads the table of a directory.
   *
   * @throws InvalidInputException when there is none, or it cannot be read
   */
  public static ShardManifest read(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new InvalidInputException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param file for messages
   * @throws InvalidInputException when it is something else, or names no shard
   */
  public static ShardManifest parse(String json, String file) {
    ShardManifest manifest;
    try {
      manifest = JSON.readValue(json, ShardManifest.class);
    } catch (JacksonException | NullPointerException e) {
      throw new InvalidInputException(
          "%s is no table of shards: %s".formatted(file, e.getMessage()), e);
    }
    if (manifest.format != FORMAT) {
      throw new InvalidInputException(
          "%s has format %d, this PatchSeek reads %d".formatted(file, manifest.format, FORMAT));
    }
    if (manifest.shards.isEmpty()) {
      throw new InvalidInputException("%s names no shards: index again".formatted(file));
    }
    for (Shard shard : manifest.shards) {
      if (!NAME.matcher(shard.name()).matches()) {
        throw new InvalidInputException(
            "%s names the shard '%s': expected a directory beside it"
                .formatted(file, shard.name()));
      }
    }
    return manifest;
  }

  /** Describes all indexes that lie in a directory, in the order of their names. */
  public static ShardManifest of(Path directory) {
    List<Shard> shards = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.filter(Files::isDirectory).sorted().toList()) {
        shards.add(Shard.of(entry, 0, ""));
      }
    } catch (IOException e) {
      throw new InvalidInputException("%s cannot be listed: %s".formatted(directory, e), e);
    }
    if (shards.isEmpty()) {
      throw new InvalidInputException(
          "%s holds no indexes: make some with 'patchseek index'".formatted(directory));
    }
    return new ShardManifest(shards);
  }

  /** The form {@link #parse} reads. */
  public String toJson() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
  }

  /** Writes the table of a directory, in place of the one that is there. */
  public void write(Path directory) throws IOException {
    Path part = directory.resolve(FILE + ".part");
    Files.writeString(part, toJson());
    Files.move(
        part,
        directory.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** A number that another set of shards does not have. */
  public long version() {
    String hash = Sha256.hex(toJson().getBytes(StandardCharsets.UTF_8));
    return Long.parseUnsignedLong(hash.substring(0, 16), 16);
  }
}
