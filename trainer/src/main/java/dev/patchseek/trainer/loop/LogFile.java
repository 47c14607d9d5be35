package dev.patchseek.trainer.loop;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows line by line. Lines that cannot be written, for want of space, are kept and
 * tried again with the next one: a run outlives a full disk, and its log has no holes.
 */
final class LogFile implements AutoCloseable {

  private final Path path;
  private final PrintStream err;
  private final FileChannel file;
  private final StringBuilder waiting = new StringBuilder();
  private long written; // bytes, up to the end of a line

  /**
   * Opens or makes the file.
   *
   * @param keep bytes of it that stay; the rest is of steps that will be taken again
   * @param err for a report of the first line that cannot be written
   * @throws InvalidInputException when the file has fewer bytes than are to be kept
   */
  LogFile(Path path, long keep, PrintStream err) throws IOException {
    this.path = path;
    this.err = err;
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (file.size() < keep) {
      file.close();
      throw new InvalidInputException(
          "%s has %d bytes, the checkpoint beside it knows of %d; bring the file back, or start"
                  .formatted(path, file.size(), keep)
              + " anew with --fresh");
    }
    written = keep;
    file.truncate(keep).position(keep);
  }

  void add(String line) {
    boolean late = !waiting.isEmpty();
    waiting.append(line).append('\n');
    try {
      flush();
    } catch (IOException e) {
      if (!late) {
        err.printf("cannot write %s, its lines wait in memory: %s%n", path, e);
      }
    }
  }

  private void flush() throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(waiting.toString());
    int length = bytes.remaining();
    file.position(written); // over what an earlier attempt may have left half written
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    written += length;
    waiting.setLength(0);
  }

  /**
   * Brings all lines to the disk.
   *
   * @return the length in bytes
   */
  long sync() throws IOException {
    if (!waiting.isEmpty()) {
      flush();
    }
    file.force(false);
    return written;
  }

  /** Closes the file, which ends with a whole line. */
  @Override
  public void close() throws IOException {
    try (file) {
      file.truncate(written);
      if (!waiting.isEmpty()) {
        flush();
      }
    }
  }
}
