package dev.patchseek.api.engine;

import dev.patchseek.api.settings.WritesImages;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ShardManifest;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Changes of the served index, one at a time. The writer is open only meanwhile, so that {@code
 * patchseek index} can write to the same index at other times.
 */
@WritesImages
@Component
public final class IndexWriting {

  private static final Logger LOG = LoggerFactory.getLogger(IndexWriting.class);
  private static final long PATIENCE_SECONDS = 10;

  private final ReentrantLock turn = new ReentrantLock(true);

  /** A change of the index and of the files beside it. */
  public interface Change<T> {
    T by(PatchIndexWriter writer) throws IOException;
  }

  /**
   * Changes the index. When this returns, the change is durable and searched.
   *
   * @throws ResponseStatusException 409 when something else writes to it; 507 when it, or a file
   *     beside it, cannot be written
   */
  public <T> T change(ServedIndex served, Change<T> work) {
    return alone(
        () -> {
          T result;
          try (PatchIndexWriter writer = open(served)) {
            result = work.by(writer);
          } catch (IOException | UncheckedIOException e) {
            throw notStored(e);
          } catch (InvalidInputException e) {
            throw e.getCause() instanceof IOException ? notStored(e) : e;
          }
          served.refresh();
          return result;
        });
  }

  /**
   * Does what writes to the index by itself.
   *
   * @throws ResponseStatusException 409 when something else writes to it
   */
  public <T> T alone(Supplier<T> work) {
    try {
      if (!turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  private static PatchIndexWriter open(ServedIndex served) {
    if (ShardManifest.isIn(served.directory())) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT,
          "The index consists of shards, which are only read: make them again where they were"
              + " made.");
    }
    try {
      return PatchIndexWriter.open(served.directory(), IndexManifest.read(served.directory()));
    } catch (InvalidInputException e) {
      LOG.warn("The index cannot be written to: {}", e.getMessage());
      throw busy();
    }
  }

  /** A full disk, most often; what the log says names places that are nobody's business. */
  private static ResponseStatusException notStored(Exception e) {
    LOG.error("A change could not be stored", e);
    return new ResponseStatusException(
        HttpStatus.INSUFFICIENT_STORAGE, "The service cannot store this; its log tells why.");
  }

  private static ResponseStatusException busy() {
    return new ResponseStatusException(
        HttpStatus.CONFLICT, "A job or another program is writing to the index; try again later.");
  }
}
