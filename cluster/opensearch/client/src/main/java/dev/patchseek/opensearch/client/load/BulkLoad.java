package dev.patchseek.opensearch.client.load;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.http.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;

/**
 * Copies the images of an index into an index of a cluster. So many batches are under way as there
 * are writers; while the cluster takes none, no more of the index is read. A load that broke off is
 * run again: images that are there are compared by their checksums and not sent.
 */
public final class BulkLoad {

  private final LoadRequest request;
  private final BulkSender sender;
  private final Semaphore free;
  private final Deque<Future<Integer>> batches = new ArrayDeque<>();
  private int sent;
  private List<ImageDocument> batch = new ArrayList<>();
  private long bytes;

  private BulkLoad(Cluster cluster, LoadRequest request) {
    this.request = request;
    this.sender = new BulkSender(cluster, request.name(), request.patience());
    this.free = new Semaphore(request.writers());
  }

  /**
   * Loads an index.
   *
   * @param index directory of an index or of shards
   * @throws InvalidInputException when it cannot be read, the cluster will not take it, or it is
   *     empty and all others should be removed
   * @throws IOException when the cluster takes nothing for longer than the request's patience
   */
  public static LoadSummary run(Cluster cluster, Path index, LoadRequest request)
      throws IOException {
    try (IndexedImages images = IndexedImages.open(index)) {
      if (request.sync() && images.count() == 0) {
        throw new InvalidInputException(
            "%s has no image: --sync would remove all of %s; delete that index if this is meant"
                .formatted(index, request.name()));
      }
      ClusterMapping.ensure(cluster, images, request);
      int sent = new BulkLoad(cluster, request).sendAll(images);
      long there = count(cluster, request);
      if (there < images.count()) {
        throw new IOException(
            "%s has %d images of %d".formatted(request.name(), there, images.count()));
      }
      int removed = 0;
      if (request.sync() && there > images.count()) {
        removed = new OtherImages(cluster, request.name(), request.patience()).remove(images);
        there = count(cluster, request);
      }
      return new LoadSummary(images.count(), sent, removed, there);
    }
  }

  /** Images of the cluster's index, of all its shards. */
  private static long count(Cluster cluster, LoadRequest request) throws IOException {
    return new Patience(request.patience())
        .ask(
            () -> {
              ofAllShards(cluster.send("POST", "/" + request.name() + "/_refresh", null));
              return ofAllShards(cluster.send("GET", "/" + request.name() + "/_count", null))
                  .path("count")
                  .asLong();
            });
  }

  private static JsonNode ofAllShards(JsonNode answer) throws IOException {
    int failed = answer.path("_shards").path("failed").asInt();
    if (failed > 0) {
      throw new IOException("%d shards do not answer".formatted(failed));
    }
    return answer;
  }

  private int sendAll(IndexedImages images) throws IOException {
    try (ExecutorService writers = Executors.newFixedThreadPool(request.writers())) {
      try {
        images.forEach(image -> add(image, writers));
        flush(writers);
        while (!batches.isEmpty()) {
          sent += result(batches.remove());
        }
        return sent;
      } catch (IOException | RuntimeException e) {
        writers.shutdownNow();
        throw e;
      }
    }
  }

  private void add(ImageDocument image, ExecutorService writers) throws IOException {
    batch.add(image);
    bytes += image.json().length;
    if (bytes >= request.batchBytes()) {
      flush(writers);
    }
  }

  private void flush(ExecutorService writers) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    try {
      free.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while loading", e);
    }
    // ends the load soon after a batch has failed
    while (!batches.isEmpty() && batches.element().isDone()) {
      sent += result(batches.remove());
    }
    List<ImageDocument> full = batch;
    batches.add(
        writers.submit(
            () -> {
              try {
                return sender.send(full);
              } finally {
                free.release();
              }
            }));
    batch = new ArrayList<>();
    bytes = 0;
  }

  private static int result(Future<Integer> batch) throws IOException {
    try {
      return batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while loading", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof InvalidInputException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
