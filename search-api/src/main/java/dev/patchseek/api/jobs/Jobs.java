package dev.patchseek.api.jobs;

import dev.patchseek.api.engine.IndexWriting;
import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.api.engine.ServedIndex;
import dev.patchseek.api.problem.OverloadedException;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.write.Indexing;
import dev.patchseek.indexer.write.IndexingOptions;
import dev.patchseek.indexer.write.IndexingRequest;
import dev.patchseek.indexer.write.IndexingSummary;
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
@Component
final class Jobs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final int MOST_WAITING = 20;

  private final SearchEngine engine;
  private final IndexWriting writing;
  private final JobHistory history;

  /** Those that are not over. */
  private final Map<String, Job> live = new ConcurrentHashMap<>();

  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor runner =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("patchseek-job").factory());

  Jobs(SearchEngine engine, IndexWriting writing, JobHistory history) {
    this.engine = engine;
    this.writing = writing;
    this.history = history;
  }

  /** Queues the indexing of a folder or a tar. */
  Job start(String name, Path images) {
    Job job = Job.waiting(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()), name);
    live.put(job.id(), job);
    try {
      runner.execute(() -> run(job, images));
    } catch (RejectedExecutionException e) {
      live.remove(job.id());
      throw new OverloadedException();
    }
    history.keep(job);
    return job;
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

  private void run(Job job, Path images) {
    Job end;
    try {
      IndexingSummary summary =
          engine.use(served -> writing.alone(() -> index(served, job.id(), images)));
      end =
          live.get(job.id())
              .counted(summary.added(), summary.updated(), summary.unchanged(), summary.skipped());
    } catch (CancellationException e) {
      end = live.get(job.id()).ended(Job.State.CANCELLED, "");
    } catch (InvalidInputException | ResponseStatusException e) {
      LOG.warn("Job {} failed: {}", job.id(), e.getMessage());
      end =
          live.get(job.id())
              .ended(Job.State.FAILED, "The pictures could not be indexed; the log tells why.");
    } catch (RuntimeException e) {
      LOG.error("Job {} failed", job.id(), e);
      end = live.get(job.id()).ended(Job.State.FAILED, "The job failed; the log tells why.");
    }
    history.keep(end);
    live.remove(job.id());
    cancelled.remove(job.id());
  }

  private IndexingSummary index(ServedIndex served, String id, Path images) {
    Path bundle = IndexManifest.read(served.directory()).bundle();
    IndexingRequest request =
        new IndexingRequest(images, bundle, served.directory(), IndexingOptions.defaults());
    IndexingSummary summary =
        Indexing.run(
            request,
            served.bundle(),
            (done, total, skipped) -> {
              if (cancelled.contains(id)) {
                throw new CancellationException();
              }
              live.computeIfPresent(id, (key, job) -> job.at(done, total, skipped));
            });
    served.refresh();
    return summary;
  }

  @Override
  public void close() {
    cancelled.addAll(live.keySet());
    runner.close();
  }
}
