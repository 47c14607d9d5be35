package dev.patchseek.api.jobs;

import dev.patchseek.api.settings.ServiceSettings;
import dev.patchseek.api.settings.WritesImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The jobs of all times, each in a file of its own beside the uploads. */
@WritesImages
@Component
final class JobHistory {

  private static final Logger LOG = LoggerFactory.getLogger(JobHistory.class);
  private static final String ENDING = ".json";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

  private final Path folder;

  JobHistory(ServiceSettings settings) {
    folder = settings.uploads().resolve(".jobs");
  }

  /**
   * A job as it is kept.
   *
   * @param source the folder to index, or that an uploaded tar was unpacked to
   * @param starts of the service that have found it not ended
   */
  record Kept(Job job, Path source, int starts) {}

  void keep(Kept kept) {
    try {
      Files.createDirectories(folder);
      Path fresh = folder.resolve(kept.job().id() + ".part");
      Files.write(fresh, JsonMapper.shared().writeValueAsBytes(kept));
      Files.move(
          fresh,
          folder.resolve(kept.job().id() + ENDING),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Job> find(String id) {
    return ID.matcher(id).matches()
        ? read(folder.resolve(id + ENDING)).map(Kept::job)
        : Optional.empty();
  }

  /** In no order. */
  List<Job> all() {
    return kept().map(Kept::job).toList();
  }

  /** Jobs that have not ended, the oldest first. */
  List<Kept> open() {
    return kept()
        .filter(kept -> !kept.job().state().isOver())
        .sorted(Comparator.comparing(kept -> kept.job().created()))
        .toList();
  }

  private Stream<Kept> kept() {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(ENDING)).toList().stream()
          .flatMap(file -> read(file).stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Kept> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonMapper.shared().readValue(file.toFile(), Kept.class));
    } catch (JacksonException e) {
      LOG.warn("The job in {} cannot be read: {}", file, e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
