package dev.patchseek.encoder.hub;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings a checkpoint from the hub into a plain directory: {@code config.json}, preprocessor,
 * tokenizer and safetensors, and {@code hub.json}, which says where they came from. What lies there
 * or in the cache of Hugging Face's own tools with the right digest is not downloaded.
 */
public final class CheckpointPull {

  private static final String MAIN = "main";
  private static final Set<String> MODEL_TYPES =
      Set.of("vit", "clip", "clip_vision_model", "clip_text_model");

  private final Hub hub;
  private final Patience patience;
  private final Arrivals arrivals;

  /**
   * Prepares pulls.
   *
   * @param arrivals is told how far a pull has come
   */
  public CheckpointPull(Hub hub, Arrivals arrivals) {
    this(hub, Patience.USUAL, arrivals);
  }

  CheckpointPull(Hub hub, Patience patience, Arrivals arrivals) {
    this.hub = hub;
    this.patience = patience;
    this.arrivals = arrivals;
  }

  /**
   * Pulls a repository, or goes on with a pull that was cut off.
   *
   * @param repo owner/name
   * @param revision branch, tag or commit; null for {@code main}, or where that has no safetensors
   *     for the pull request in which the hub's own bot adds them
   * @param directory gets the files
   * @return what lies in the directory now
   * @throws InvalidInputException when the hub refuses, gives wrong bytes or stays away, or the
   *     repository is no checkpoint of a ViT or a CLIP
   */
  public Pulled run(String repo, String revision, Path directory) throws IOException {
    if (!repo.matches("[\\w-][\\w.-]*/[\\w-][\\w.-]*")) {
      throw new InvalidInputException(
          "'%s' names no repository, expected owner/name such as google/vit-base-patch16-224"
              .formatted(repo));
    }
    refuseOtherRepository(directory, repo);
    try (HubClient client = new HubClient(hub, patience)) {
      Snapshot snapshot = withWeights(client, repo, revision);
      List<HubFile> files = snapshot.needed();
      Files.createDirectories(directory);
      long total = files.stream().mapToLong(HubFile::size).sum();
      long finished = 0;
      for (HubFile file : files) {
        long before = finished;
        bring(
            client,
            snapshot,
            file,
            directory,
            bytes -> arrivals.arrived(before + bytes, total, file.name()));
        finished += file.size();
        arrivals.arrived(finished, total, file.name());
      }
      return Pulled.record(snapshot, files, directory);
    }
  }

  private static void refuseOtherRepository(Path directory, String repo) {
    String there = Pulled.read(directory).map(Pulled::repo).orElse(repo);
    if (!there.equals(repo)) {
      throw new InvalidInputException(
          "%s holds %s, not %s; give another directory".formatted(directory, there, repo));
    }
  }

  private static Snapshot withWeights(HubClient client, String repo, String revision)
      throws IOException {
    Snapshot snapshot = client.snapshot(repo, revision == null ? MAIN : revision);
    if (revision == null && !snapshot.hasWeights()) {
      Optional<String> conversion = client.conversion(repo);
      if (conversion.isPresent()) {
        snapshot = client.snapshot(repo, conversion.get());
      }
    }
    if (!snapshot.hasWeights() || !snapshot.files().containsKey("config.json")) {
      throw new InvalidInputException(
          "%s at %s lacks config.json or model.safetensors; give the --revision that has both, such as"
                  .formatted(repo, snapshot.revision())
              + " a pull request's refs/pr/1, or another repository");
    }
    return snapshot;
  }

  private void bring(
      HubClient client, Snapshot snapshot, HubFile file, Path directory, LongConsumer arrived)
      throws IOException {
    Path target = directory.resolve(file.name());
    if (!file.isAt(target) && !takeFromCache(snapshot, file, target)) {
      requireRoom(file, directory);
      new Download(client, patience, snapshot, file, directory).run(arrived);
    }
    if (file.name().equals("config.json")) {
      requireKnownModel(target, snapshot.repo());
    }
  }

  /** Looks where Hugging Face's own tools keep the files of a commit. */
  private boolean takeFromCache(Snapshot snapshot, HubFile file, Path target) throws IOException {
    Path cached =
        hub.cache()
            .resolve("models--" + snapshot.repo().replace("/", "--"))
            .resolve("snapshots")
            .resolve(snapshot.commit())
            .resolve(file.name());
    if (!file.isAt(cached)) {
      return false;
    }
    Path copy = target.resolveSibling(target.getFileName() + ".part");
    Files.deleteIfExists(copy);
    try {
      Files.createLink(copy, cached.toRealPath());
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(cached, copy);
    }
    Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  private static void requireRoom(HubFile file, Path directory) throws IOException {
    long room = Files.getFileStore(directory).getUsableSpace();
    if (room < file.size()) {
      throw new InvalidInputException(
          "%s needs %,d bytes, the disk of %s has %,d left; make room or give another directory"
              .formatted(file.name(), file.size(), directory, room));
    }
  }

  /** Looks at config.json before gigabytes of weights are on their way. */
  private static void requireKnownModel(Path config, String repo) throws IOException {
    String type;
    try {
      type = JsonMapper.shared().readTree(config).path("model_type").asString("");
    } catch (JacksonException e) {
      throw new InvalidInputException(config + " is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!MODEL_TYPES.contains(type)) {
      Files.delete(config);
      throw new InvalidInputException(
          "%s is a model of type '%s'; PatchSeek reads vit, clip, clip_vision_model and"
                  .formatted(repo, type)
              + " clip_text_model");
    }
  }
}
