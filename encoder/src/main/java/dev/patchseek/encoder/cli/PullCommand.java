package dev.patchseek.encoder.cli;

import dev.patchseek.encoder.hub.CheckpointPull;
import dev.patchseek.encoder.hub.Hub;
import dev.patchseek.encoder.hub.Pulled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchseek pull}: a checkpoint from the Hugging Face hub. */
@Command(
    name = "pull",
    description = {
      "Download a ViT or CLIP checkpoint from the Hugging Face hub, checked and resumable.",
      "HF_ENDPOINT, HF_TOKEN and HF_HOME mean what they mean to Hugging Face's own tools."
    })
public final class PullCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Parameters(paramLabel = "OWNER/NAME", description = "Repository, as its page is named.")
  private String repo;

  @Option(
      names = "--revision",
      description =
          "Branch, tag or commit; main by default, or where that has no safetensors the hub's own"
              + " conversion of it.")
  private String revision;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Directory for the files; models/OWNER/NAME by default.")
  private Path to;

  public PullCommand() {
    this(System.getenv());
  }

  PullCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    Path directory = to == null ? Path.of("models").resolve(repo) : to;
    Pulled pulled = pull(directory);
    System.out.printf(
        "pulled %s at %s (commit %s) to %s%n",
        pulled.repo(), pulled.revision(), pulled.commit(), directory);
    return 0;
  }

  private Pulled pull(Path directory) throws IOException {
    try (PullProgress progress = new PullProgress(System.err, repo)) {
      return new CheckpointPull(Hub.of(environment), progress).run(repo, revision, directory);
    }
  }
}
