package dev.patchseek.indexer.codebook;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A codebook as a file in the directory of its index, named by its content: {@code codebook-} and
 * the first 16 hexadecimal digits of its SHA-256. Lucene leaves files of such names alone. See
 * docs/index-format.md.
 */
public final class CodebookFile {

  private static final int MAGIC = 0x42435350; // "PSCB"
  private static final int VERSION = 1;
  private static final int HEADER = 4 * Integer.BYTES;
  private static final Pattern NAME = Pattern.compile("codebook-[0-9a-f]{16}");

  private CodebookFile() {}

  /** Whether a file is called as codebooks are. */
  public static boolean isOne(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches();
  }

  /**
   * Writes a codebook; it is durable before it has its name.
   *
   * @return the name
   */
  public static String write(Path index, Codebook codebook) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(HEADER + codebook.vectors().length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(MAGIC).putInt(VERSION).putInt(codebook.count()).putInt(codebook.dim());
    buffer.asFloatBuffer().put(codebook.vectors());
    String name = name(buffer.array());
    Path part = index.resolve(name + ".part");
    try (FileChannel file =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      buffer.rewind();
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      file.force(true);
    }
    Files.move(part, index.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    return name;
  }

  /**
   * Reads the codebook of a commit.
   *
   * @param index the directory of the index
   * @param name as {@link #write} gave it
   * @throws InvalidInputException when the file is missing or not what was written
   */
  public static Codebook read(Path index, String name) {
    Path file = index.resolve(name);
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (!name(bytes).equals(name)) {
        throw damaged(file, "its content does not belong to its name", null);
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (buffer.getInt() != MAGIC || buffer.getInt() != VERSION) {
        throw damaged(file, "it is no codebook of version " + VERSION, null);
      }
      int count = buffer.getInt();
      float[] vectors = new float[count * buffer.getInt()];
      buffer.asFloatBuffer().get(vectors);
      return new Codebook(vectors, count);
    } catch (IOException e) {
      throw damaged(file, e.toString(), e);
    }
  }

  /** Removes all codebooks but some, and what was not finished. */
  public static void removeAllBut(Path index, Set<String> names) throws IOException {
    try (Stream<Path> files = Files.list(index)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        boolean unfinished = name.startsWith("codebook-") && name.endsWith(".part");
        if (unfinished || isOne(file) && !names.contains(name)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static String name(byte[] content) {
    return "codebook-" + Sha256.hex(content).substring(0, 16);
  }

  private static InvalidInputException damaged(Path file, String what, Exception cause) {
    return new InvalidInputException(
        "the codebook %s of the index cannot be used (%s): put a copy back, or index again"
            .formatted(file, what),
        cause);
  }
}
