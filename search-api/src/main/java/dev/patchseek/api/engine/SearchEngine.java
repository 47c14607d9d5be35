package dev.patchseek.api.engine;

import dev.patchseek.api.problem.OverloadedException;
import dev.patchseek.api.settings.Engine;
import dev.patchseek.api.settings.ServiceSettings;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.query.ImageIndex;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.search.ClusterIndex;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What requests may ask of model and index. Both can be exchanged while requests are answered: each
 * request sees one pair of them from its beginning to its end. Thread-safe.
 */
@Component
public final class SearchEngine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SearchEngine.class);

  /** Searches that a cluster answers at a time: they wait for it, not for a core. */
  private static final int IN_CLUSTER = 32;

  private final WorkPool pool;
  private final WorkPool reading;
  private final Stages stages;
  private final Admission admission;
  private final AtomicReference<ServedIndex> current;
  private String lastTrouble = "";

  SearchEngine(ServiceSettings settings, Admission admission, MeterRegistry meters) {
    this.admission = admission;
    // who was admitted is not turned away half-way: a request waits for one piece of work at a time
    int waiting = 4 * (WorkPool.CORES + settings.waiting()) + 1024;
    pool = new WorkPool("patchseek-model", WorkPool.CORES, waiting);
    stages = new Stages(meters);
    boolean isEmbedded = settings.engine() == Engine.EMBEDDED;
    reading = isEmbedded ? pool : new WorkPool("patchseek-cluster", IN_CLUSTER, waiting);
    current =
        new AtomicReference<>(
            isEmbedded ? load(settings.index(), settings.model()) : loadCluster(settings));
    Gauge.builder("patchseek.queue", pool, WorkPool::waiting)
        .description("pieces of work that wait for a core")
        .register(meters);
    Gauge.builder("patchseek.images", this, engine -> engine.use(ServedIndex::size))
        .description("images in the index")
        .register(meters);
  }

  /**
   * Searches.
   *
   * @throws OverloadedException at once, when as many searches as may do wait already
   */
  public <T> T search(Function<ServedIndex, T> work) {
    return admission.admitted(() -> use(work));
  }

  /** Does work that is no search with the model and the index of now. */
  public <T> T use(Function<ServedIndex, T> work) {
    ServedIndex served = current.get();
    while (!served.hold()) {
      served = current.get();
    }
    try {
      return work.apply(served);
    } finally {
      served.letGo();
    }
  }

  /**
   * Exchanges index and model: the new ones are loaded and warmed up beside the old ones, which
   * answer until then and finish what they have begun.
   *
   * @param model the bundle; null for the one the index names
   * @throws InvalidInputException when they cannot be used; then the old ones stay
   */
  public void exchange(Path index, Path model) {
    ServedIndex next = load(index, model);
    try {
      next.warmUp();
    } catch (RuntimeException e) {
      next.letGo();
      throw e;
    }
    current.getAndSet(next).letGo();
    LOG.info("Index {} with {} pictures is served now", index, next.size());
  }

  private ServedIndex load(Path index, Path model) {
    return load(index, IndexManifest.bundle(index, model), it -> PatchIndex.open(index, it));
  }

  private ServedIndex loadCluster(ServiceSettings settings) {
    return load(
        null,
        settings.model(),
        bundle ->
            ClusterIndex.open(
                new Cluster(settings.cluster()),
                settings.clusterIndex(),
                ModelIdentity.of(bundle),
                settings.clusterPatience()));
  }

  private ServedIndex load(Path directory, Path model, Function<Bundle, ImageIndex> index) {
    Bundle bundle = Bundle.load(model);
    try {
      return new ServedIndex(directory, bundle, index.apply(bundle), pool, reading, stages);
    } catch (RuntimeException e) {
      bundle.close();
      throw e;
    }
  }

  /** Fails when the model or the index cannot be used. */
  public void tryOut() {
    use(
        served -> {
          served.tryOut();
          return null;
        });
  }

  @EventListener(ApplicationReadyEvent.class)
  void warmUp() {
    use(
        served -> {
          served.warmUp();
          return null;
        });
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void showNewPictures() {
    try {
      use(
          served -> {
            if (served.refresh()) {
              LOG.info("The index has changed and now has {} pictures", served.size());
            }
            return null;
          });
      lastTrouble = "";
    } catch (RuntimeException e) {
      // said once, not every second
      if (!String.valueOf(e.getMessage()).equals(lastTrouble)) {
        lastTrouble = String.valueOf(e.getMessage());
        LOG.warn("Newer pictures cannot be shown: {}", lastTrouble);
      }
    }
  }

  @Override
  public void close() {
    pool.close();
    reading.close();
    current.get().letGo();
  }
}
