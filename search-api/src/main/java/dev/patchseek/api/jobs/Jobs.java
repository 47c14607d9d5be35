package dev.patchseek.api.jobs;

import dev.patchseek.api.engine.IndexWriting;
import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.api.engine.ServedIndex;
import dev.patchseek.api.images.UnpackedTars;
import dev.patchseek.api.jobs.JobHistory.Kept;
import dev.patchseek.api.problem.OverloadedException;
import dev.patchseek.api.settings.WritesImages;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.write.Indexing;
import dev.patchseek.indexer.write.IndexingOptions;
import dev.patchseek.indexer.write.IndexingRequest;
import dev.patchseek.indexer.write.IndexingSummary;
import jakarta.annotation.PostConstruct;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Runs one indexing job after the other. Thread-safe. */
@WritesImages
@Component
final class Jobs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final int MOST_WAITING = 20;

  /** A picture that a native decoder dies of must not take the service down for good. */
  private static final int MOST_STARTS = 3;

  private final SearchEngine engine;
  private final IndexWriting writing;
  private final JobHistory history;
  private final UnpackedTars tars;

  /** Those that are not over. */
  private final Map<String, Job> live = new ConcurrentHashMap<>();

  private volatile boolean stopping;

  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor runner =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("patchseek-job").factory());

  Jobs(SearchEngine engine, IndexWriting writing, JobHistory history, UnpackedTars tars) {
    this.engine = engine;
    this.writing = writing;
    this.history = history;
    this.tars = tars;
  }

  /** Goes on with the jobs that were not over when the service stopped, however it did. */
  @PostConstruct
  void goOn() {
    List<Kept> open = history.open();
    tars.removeAllBut(open.stream().map(Kept::source).toList());
    for (Kept kept : open) {
      Kept again = new Kept(kept.job(), kept.source(), kept.starts() + 1);
      if (again.starts() > MOST_STARTS) {
        end(
            again,
            again.job().ended(Job.State.FAILED, "The service stopped at it again and again."));
      } else {
        queue(again);
      }
    }
  }

  /**
   * Queues the indexing of a folder, or of a tar that was unpacked.
   *
   * @throws OverloadedException when too many wait already
   */
  Job start(String name, Path source) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Job job = Job.waiting(id, name);
    queue(new Kept(job, source, 0));
    return job;
  }

  private void queue(Kept kept) {
    String id = kept.job().id();
    history.keep(kept); // before it can end
    live.put(id, kept.job());
    try {
      runner.execute(() -> run(kept));
    } catch (RejectedExecutionException e) {
      end(kept, kept.job().ended(Job.State.FAILED, "Too many jobs waited."));
      throw new OverloadedException();
    }
  }

  /**
   * A job of any time.
   *
   * @throws ResponseStatusException 404 when there was none with this id
   */
  Job find(String id) {
    Job running = live.get(id);
    return running != null
        ? running
        : history
            .find(id)
            .orElseThrow(
                () ->
                    new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no job with this id."));
  }

  /** The newest first. */
  List<Job> all() {
    return Stream.concat(
            live.values().stream(),
            history.all().stream().filter(job -> !live.containsKey(job.id())))
        .sorted(Comparator.comparing(Job::created).reversed())
        .toList();
  }

  /** Stops a job after the picture it is at; what it has indexed by then stays. */
  void cancel(String id) {
    if (!find(id).state().isOver()) {
      cancelled.add(id);
    }
  }

  private void run(Kept kept) {
    String id = kept.job().id();
    Job end;
    try {
      IndexingSummary summary =
          engine.use(served -> writing.alone(() -> index(served, id, kept.source())));
      end =
          live.get(id)
              .counted(summary.added(), summary.updated(), summary.unchanged(), summary.skipped());
    } catch (CancellationException e) {
      if (stopping) {
        history.keep(new Kept(live.get(id), kept.source(), 0));
        return;
      }
      end = live.get(id).ended(Job.State.CANCELLED, "");
    } catch (InvalidInputException | ResponseStatusException e) {
      LOG.warn("Job {} failed: {}", id, e.getMessage());
      end =
          live.get(id)
              .ended(Job.State.FAILED, "The pictures could not be indexed; the log tells why.");
    } catch (RuntimeException e) {
      LOG.error("Job {} failed", id, e);
      end = live.get(id).ended(Job.State.FAILED, "The job failed; the log tells why.");
    }
    end(kept, end);
  }

  private void end(Kept kept, Job end) {
    history.keep(new Kept(end, kept.source(), kept.starts()));
    live.remove(end.id());
    cancelled.remove(end.id());
    tars.remove(kept.source());
  }

  private IndexingSummary index(ServedIndex served, String id, Path source) {
    Path images = tars.moveIn(source);
    Path bundle = IndexManifest.read(served.directory()).bundle();
    IndexingRequest request =
        new IndexingRequest(images, bundle, served.directory(), IndexingOptions.defaults());
    IndexingSummary summary =
        Indexing.run(
            request,
            served.bundle(),
            (done, total, skipped) -> {
              if (stopping || cancelled.contains(id)) {
                throw new CancellationException();
              }
              live.computeIfPresent(id, (key, job) -> job.at(done, total, skipped));
            });
    served.refresh();
    return summary;
  }

  @Override
  public void close() {
    stopping = true;
    runner.close();
  }
}
