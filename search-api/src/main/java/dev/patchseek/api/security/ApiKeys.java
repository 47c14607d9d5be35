package dev.patchseek.api.security;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.Sha256;
import dev.patchseek.data.dataset.FileStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file: one a line, {@code role name hash}. Keys are 256 random bits, so their plain
 * SHA-256 cannot be turned back by guessing.
 */
public final class ApiKeys {

  private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Path file;
  private volatile List<Entry> entries;
  private FileStamp stamp;

  private record Entry(Caller caller, byte[] hash) {}

  private ApiKeys(Path file, FileStamp stamp, List<Entry> entries) {
    this.file = file;
    this.stamp = stamp;
    this.entries = entries;
  }

  /** No key at all. */
  public static ApiKeys none() {
    return new ApiKeys(null, null, List.of());
  }

  /**
   * Reads a file of keys.
   *
   * @throws InvalidInputException when it cannot be read, or a line is none of {@link #add}
   */
  public static ApiKeys read(Path file) {
    try {
      FileStamp stamp = FileStamp.of(file);
      return new ApiKeys(file, stamp, entries(file));
    } catch (IOException e) {
      throw new InvalidInputException(
          "the file of API keys %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Takes over what the file says now; where that cannot be read, what it said before. */
  synchronized void reread() {
    if (file == null) {
      return;
    }
    try {
      FileStamp now = FileStamp.of(file);
      if (!now.equals(stamp)) {
        stamp = now; // said once, not every second
        entries = entries(file);
        LOG.info("The file of API keys has changed; it has {} now", entries.size());
      }
    } catch (InvalidInputException e) {
      LOG.warn("API keys stay as they were: {}", e.getMessage());
    } catch (IOException e) {
      if (stamp != null) {
        LOG.warn("API keys stay as they were: {} cannot be read", file);
      }
      stamp = null;
    }
  }

  private static List<Entry> entries(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        entries.add(entry(file, line.strip().split("\\s+")));
      }
    }
    return List.copyOf(entries);
  }

  private static Entry entry(Path file, String[] parts) {
    if (parts.length != 3 || !HASH.matcher(parts[2]).matches()) {
      throw new InvalidInputException(
          "%s has a line that is not 'role name hash': write keys with 'patchseek key'"
              .formatted(file));
    }
    return new Entry(
        new Caller(parts[1], role(parts[0])), parts[2].getBytes(StandardCharsets.US_ASCII));
  }

  private static Role role(String name) {
    for (Role role : List.of(Role.READ, Role.WRITE, Role.ADMIN)) {
      if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
        return role;
      }
    }
    throw new InvalidInputException("a key's role is read, write or admin, got '" + name + "'");
  }

  /**
   * Makes a key and appends its hash to a file, which only its owner may read.
   *
   * @param name of who will use it: letters, digits, dot, hyphen, underscore
   * @param role read, write or admin
   * @return the key, which is kept nowhere else
   */
  public static String add(Path file, String name, String role) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInputException(
          "a key's name has 1 to 64 letters, digits, dots, hyphens or underscores, got '%s'"
              .formatted(name));
    }
    String line = role(role).name().toLowerCase(Locale.ROOT) + " " + name;
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(file, line + " " + hash(key) + "\n", StandardOpenOption.APPEND);
    return key;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whose key this is. All are compared in full, so that the time taken tells nothing. */
  Optional<Caller> caller(String key) {
    byte[] hash = hash(key).getBytes(StandardCharsets.US_ASCII);
    Caller found = null;
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash, hash)) {
        found = entry.caller;
      }
    }
    return Optional.ofNullable(found);
  }

  private static String hash(String key) {
    return Sha256.hex(key.getBytes(StandardCharsets.UTF_8));
  }
}
