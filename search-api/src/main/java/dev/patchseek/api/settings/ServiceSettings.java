package dev.patchseek.api.settings;

import dev.patchseek.data.InvalidInputException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.unit.DataSize;

/**
 * The service's settings, {@code patchseek.*} in files. docs/configuration.md lists them all.
 *
 * @param engine where the index is
 * @param index directory of the index; null where a cluster has it
 * @param cluster addresses of nodes of the cluster that has the index
 * @param clusterIndex what the cluster calls the index; null where it has none
 * @param clusterPatience how long a request may wait for a cluster that lacks a node
 * @param model the bundle the index was made with; null for the directory the index names
 * @param host interface to listen on
 * @param port 0 for any free one
 * @param managementHost interface for metrics and health
 * @param managementPort 0 for any free one, -1 for none
 * @param keys file of the API keys, as {@code patchseek key} writes it; null for none
 * @param open lets everybody read who reaches a service that listens to other machines
 * @param requestsPerMinute of each key, or of each address without one; not for this machine's own
 * @param waiting searches that may wait for a core before others are turned away; null for 16 a
 *     core
 * @param folders whose pictures jobs may index
 * @param uploads folder for uploaded pictures; unless given one beside the index, null without one
 * @param pictureSize of an uploaded picture
 * @param picturePixels of an uploaded picture, once it is unpacked
 * @param tarSize of an uploaded tar
 * @param tarEntries of an uploaded tar
 * @param uploadPatience how long a body may take beyond what it takes at 8 kB a second
 */
@ConfigurationProperties("patchseek")
public record ServiceSettings(
    @DefaultValue("embedded") Engine engine,
    Path index,
    @DefaultValue List<URI> cluster,
    String clusterIndex,
    @DefaultValue("10s") Duration clusterPatience,
    Path model,
    @DefaultValue("127.0.0.1") String host,
    @DefaultValue("8080") int port,
    @DefaultValue("127.0.0.1") String managementHost,
    @DefaultValue("8081") int managementPort,
    Path keys,
    @DefaultValue("false") boolean open,
    @DefaultValue("6000") int requestsPerMinute,
    Integer waiting,
    @DefaultValue List<Path> folders,
    Path uploads,
    @DefaultValue("32MB") DataSize pictureSize,
    @DefaultValue("100000000") long picturePixels,
    @DefaultValue("4GB") DataSize tarSize,
    @DefaultValue("100000") int tarEntries,
    @DefaultValue("10s") Duration uploadPatience) {

  private static final String PREFIX = "patchseek";

  /** Half a second of waiting where a search takes 30 ms of a core. */
  private static final int WAITING_FOR_EACH_CORE = 16;

  public ServiceSettings {
    if (engine == Engine.EMBEDDED) {
      requireNoCluster(cluster, clusterIndex);
      index = embedded(index);
      uploads =
          (uploads == null ? index.resolveSibling(index.getFileName() + ".uploads") : uploads)
              .toAbsolutePath()
              .normalize();
    } else {
      requireCluster(cluster, clusterIndex, model);
      requireNothingToWrite(index, folders, uploads);
    }
    folders = folders.stream().map(folder -> folder.toAbsolutePath().normalize()).toList();
    if (waiting == null) {
      waiting = WAITING_FOR_EACH_CORE * Runtime.getRuntime().availableProcessors();
    }
    if (requestsPerMinute < 1 || waiting < 1 || picturePixels < 1 || tarEntries < 1) {
      throw new InvalidInputException(
          "requests-per-minute, waiting, picture-pixels and tar-entries need at least 1, got "
              + "%d, %d, %d, %d".formatted(requestsPerMinute, waiting, picturePixels, tarEntries));
    }
  }

  private static Path embedded(Path index) {
    if (index == null) {
      throw new InvalidInputException(
          "no index is named: give --index DIR, PATCHSEEK_INDEX or patchseek.index in a file");
    }
    return index.toAbsolutePath().normalize();
  }

  private static void requireNoCluster(List<URI> cluster, String clusterIndex) {
    if (!cluster.isEmpty() || clusterIndex != null) {
      throw new InvalidInputException(
          "cluster and cluster-index name an index of a cluster: set engine=opensearch with them, or"
              + " leave them out");
    }
  }

  private static void requireCluster(List<URI> cluster, String clusterIndex, Path model) {
    if (cluster.isEmpty() || clusterIndex == null || model == null) {
      throw new InvalidInputException(
          "the engine opensearch needs the addresses of nodes (cluster=http://host:9200,...), the name of"
              + " the index there (cluster-index) and the bundle it was made with (model)");
    }
  }

  private static void requireNothingToWrite(Path index, List<Path> folders, Path uploads) {
    if (index != null || !folders.isEmpty() || uploads != null) {
      throw new InvalidInputException(
          "index, folders and uploads are for an index of this machine: leave them out with"
              + " engine=opensearch, whose images cluster/opensearch/load writes");
    }
  }

  /**
   * Reads them from flags, environment and files, in this order.
   *
   * @throws InvalidInputException when a value cannot be used or a file has an unknown key
   */
  public static ServiceSettings of(ConfigurableEnvironment environment) {
    // variables such as PATCHSEEK_CUDA are the launcher's: only files are held to known keys
    BindHandler strict =
        new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter());
    try {
      return Binder.get(environment)
          .bindOrCreate(PREFIX, Bindable.of(ServiceSettings.class), strict);
    } catch (BindException e) {
      throw unusable(e);
    }
  }

  private static InvalidInputException unusable(BindException e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
      if (cause instanceof InvalidInputException known) {
        return known;
      }
    }
    String where = e.getProperty() == null ? e.getName().toString() : e.getProperty().toString();
    return new InvalidInputException(
        "the configuration cannot be used: %s: %s; docs/configuration.md lists all settings"
            .formatted(where, cause.getMessage()),
        e);
  }
}
