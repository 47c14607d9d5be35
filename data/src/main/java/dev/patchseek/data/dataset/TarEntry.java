package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file inside an uncompressed tar, read by its place.
 *
 * @param tar the archive
 * @param name as the archive has it, without a leading {@code ./}
 * @param offset of its first byte in the archive
 * @param length in bytes
 */
record TarEntry(Path tar, String name, long offset, long length) implements ListedImage {

  /**
   * All regular files of an archive, in its order.
   *
   * @throws InvalidInputException when it is no complete, uncompressed tar
   */
  static List<TarEntry> list(Path tar) {
    try {
      return TarTable.read(Files.newByteChannel(tar), tar.toString()).stream()
          .map(entry -> new TarEntry(tar, entry.name(), entry.offset(), entry.length()))
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s cannot be read as an uncompressed tar: %s".formatted(tar, e.getMessage()), e);
    }
  }

  @Override
  public FileStamp stamp() throws IOException {
    return new FileStamp(length, FileStamp.of(tar).modified());
  }

  @Override
  public byte[] read() throws IOException {
    if (length > Integer.MAX_VALUE - 8) {
      throw new IOException("%s in %s is too large: %d bytes".formatted(name, tar, length));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    try (FileChannel channel = FileChannel.open(tar)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          throw new EOFException(
              "%s ends within %s: it was cut since it was listed".formatted(tar, name));
        }
      }
    }
    return bytes.array();
  }
}
