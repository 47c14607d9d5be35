package dev.patchseek.opensearch.client.cli;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.load.BulkLoad;
import dev.patchseek.opensearch.client.load.LoadRequest;
import dev.patchseek.opensearch.client.load.LoadSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cluster/opensearch/load}: copies an index into a cluster. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = {
      "Copy the images of an index, or of its shards, into an index of an OpenSearch cluster with"
          + " PatchSeek's plugin.",
      "Run again, after it broke off or the index has changed, it sends what the cluster lacks."
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:the cluster has the images of the index",
      "1:the cluster took nothing for too long: run it again",
      "2:the input cannot be used",
      "3:done, but the cluster's index has other images too; --sync removes them"
    })
final class LoadCommand implements Callable<Integer> {

  private static final int BROKEN_OFF = 1;
  private static final int USER_ERROR = 2;
  private static final int OTHERS_THERE = 3;

  @Parameters(paramLabel = "INDEX", description = "Directory of an index, or of shards")
  private Path index;

  @Option(
      names = "--to",
      split = ",",
      defaultValue = "http://127.0.0.1:9200",
      description = "Addresses of nodes (default: ${DEFAULT-VALUE})")
  private List<URI> addresses;

  @Option(names = "--name", required = true, description = "Index of the cluster")
  private String name;

  @Option(
      names = "--shards",
      defaultValue = "1",
      description = "Of an index that is made now (default: ${DEFAULT-VALUE})")
  private int shards;

  @Option(
      names = "--replicas",
      defaultValue = "1",
      description =
          "Copies of each shard beside the first, of an index that is made now"
              + " (default: ${DEFAULT-VALUE})")
  private int replicas;

  @Option(
      names = "--sync",
      description = "Remove images that the index no longer has from the cluster's")
  private boolean sync;

  @Option(
      names = "--batch",
      defaultValue = "4194304",
      description = "Bytes of a request (default: ${DEFAULT-VALUE})")
  private int batchBytes;

  @Option(
      names = "--writers",
      defaultValue = "2",
      description = "Requests under way at a time (default: ${DEFAULT-VALUE})")
  private int writers;

  @Option(
      names = "--patience",
      defaultValue = "300",
      description = "Seconds that the cluster may take nothing (default: ${DEFAULT-VALUE})")
  private int patience;

  @Spec private CommandSpec spec;

  /** Runs the command and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new LoadCommand()).execute(args));
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (Cluster cluster = new Cluster(addresses)) {
      LoadRequest request =
          new LoadRequest(
              name, shards, replicas, batchBytes, writers, Duration.ofSeconds(patience), sync);
      long started = System.nanoTime();
      LoadSummary summary = BulkLoad.run(cluster, index, request);
      double seconds = (System.nanoTime() - started) / 1e9;
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %d images, %d of them sent, %d others removed in %.1f s%n",
              name,
              summary.images(),
              summary.sent(),
              summary.removed(),
              seconds);
      if (summary.others() != 0) {
        err.printf(
            "%s has %d images, %d more than %s: the others were loaded before; --sync removes them%n",
            name, summary.there(), summary.others(), index);
        return OTHERS_THERE;
      }
      return 0;
    } catch (InvalidInputException e) {
      err.println(e.getMessage());
      return USER_ERROR;
    } catch (IOException e) {
      err.printf("%s: run the same again to go on%n", e.getMessage());
      return BROKEN_OFF;
    }
  }
}
