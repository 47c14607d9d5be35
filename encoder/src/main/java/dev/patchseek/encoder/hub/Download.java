package dev.patchseek.encoder.hub;

import dev.patchseek.data.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * One file on its way from the hub. What arrives goes into a {@code .part} file that carries the
 * expected digest in its name, so that a later attempt goes on where this one ended, and never with
 * the bytes of another version. The file gets its name when size and digest are right.
 */
final class Download {

  private static final int CHUNK = 1 << 16;

  /** Bytes may be damaged on the way once; twice, the hub's copy is. */
  private static final int MAX_REJECTED = 2;

  private final HubClient client;
  private final Patience patience;
  private final Snapshot snapshot;
  private final HubFile file;
  private final Path target;
  private final Path part;

  Download(HubClient client, Patience patience, Snapshot snapshot, HubFile file, Path directory) {
    this.client = client;
    this.patience = patience;
    this.snapshot = snapshot;
    this.file = file;
    this.target = directory.resolve(file.name());
    this.part = directory.resolve(file.name() + "." + file.digest().substring(0, 12) + ".part");
  }

  /**
   * Downloads the file.
   *
   * @param arrived is told how many of its bytes are there
   * @throws InvalidInputException when the hub gives up or gives other bytes than it promises
   */
  void run(LongConsumer arrived) throws IOException {
    int failures = 0;
    int rejected = 0;
    while (true) {
      long before = arrivedBytes();
      try {
        fetchRest(arrived);
      } catch (IOException e) {
        failures = arrivedBytes() > before ? 1 : failures + 1;
        patience.await(failures, e);
        continue;
      }
      if (file.isAt(part)) {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        return;
      }
      Files.delete(part);
      if (++rejected == MAX_REJECTED) {
        throw new InvalidInputException(
            "%s of %s arrived twice with other bytes than its %s %s promises; nothing of it is kept"
                .formatted(file.name(), snapshot.repo(), file.algorithm(), file.digest()));
      }
    }
  }

  private long arrivedBytes() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private void fetchRest(LongConsumer arrived) throws IOException {
    long have = arrivedBytes();
    if (have >= file.size() && have > 0) {
      return;
    }
    HubClient.Bytes bytes = client.file(snapshot, file, have);
    try (InputStream body = bytes.body()) {
      if (bytes.start() != 0 && bytes.start() != have) {
        Files.deleteIfExists(part);
        throw new IOException(
            "bytes from %d on, asked for those from %d on".formatted(bytes.start(), have));
      }
      append(body, bytes.start(), arrived);
    }
  }

  /** Writes at most one byte more than the file has: enough to see that it is too long. */
  private void append(InputStream body, long start, LongConsumer arrived) throws IOException {
    long at = start;
    byte[] chunk = new byte[CHUNK];
    StandardOpenOption mode =
        start == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
    try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, mode)) {
      while (at <= file.size()) {
        int n = body.read(chunk, 0, (int) Math.min(CHUNK, file.size() + 1 - at));
        if (n < 0) {
          break;
        }
        out.write(chunk, 0, n);
        at += n;
        arrived.accept(Math.min(at, file.size()));
      }
    }
    if (at < file.size()) {
      throw new EOFException(
          "%s ended after %d of %d bytes".formatted(file.name(), at, file.size()));
    }
  }
}
