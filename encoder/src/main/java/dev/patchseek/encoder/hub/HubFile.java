package dev.patchseek.encoder.hub;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/**
 * A file of a repository, as the hub describes it.
 *
 * @param name path inside the repository
 * @param size in bytes
 * @param algorithm {@code SHA-256} over the bytes of a large file; {@code SHA-1} over the git blob
 *     of a small one
 * @param digest in hexadecimal
 */
record HubFile(String name, long size, String algorithm, String digest) {

  private static final int CHUNK = 1 << 16;

  /** Reads an entry of {@code siblings}, which the hub's {@code ?blobs=true} fills. */
  static HubFile of(JsonNode sibling) {
    String name = sibling.path("rfilename").asString("");
    String sha256 = sibling.path("lfs").path("sha256").asString("");
    String blob = sibling.path("blobId").asString("");
    long size = sibling.path("size").asLong(-1);
    boolean large = !sha256.isEmpty();
    String digest = large ? sha256 : blob;
    if (size < 0 || !digest.matches(large ? "[0-9a-f]{64}" : "[0-9a-f]{40}")) {
      throw new InvalidInputException(
          "the hub gives no size and checksum of %s; is HF_ENDPOINT a complete mirror?"
              .formatted(name));
    }
    return new HubFile(name, size, large ? "SHA-256" : "SHA-1", digest);
  }

  /** Whether a file on disk has this size and digest. */
  boolean isAt(Path path) throws IOException {
    return Files.isRegularFile(path) && Files.size(path) == size && digestOf(path).equals(digest);
  }

  private String digestOf(Path path) throws IOException {
    MessageDigest running = running();
    if (algorithm.equals("SHA-1")) {
      // git hashes a blob with its kind and length before it
      running.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
    }
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(path)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        running.update(chunk, 0, n);
      }
    }
    return HexFormat.of().formatHex(running.digest());
  }

  private MessageDigest running() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
