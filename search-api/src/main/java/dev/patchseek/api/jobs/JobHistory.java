package dev.patchseek.api.jobs;

import dev.patchseek.api.settings.ServiceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The jobs of all times, each in a file of its own beside the uploads. */
@Component
final class JobHistory {

  private static final String ENDING = ".json";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

  private final Path folder;

  /** Jobs that a stopped service left behind will not go on by themselves. */
  JobHistory(ServiceSettings settings) {
    folder = settings.uploads().resolve(".jobs");
    for (Job job : all()) {
      if (!job.state().isOver()) {
        keep(
            job.ended(
                Job.State.FAILED,
                "The service stopped meanwhile. What was indexed stays; the same job again does"
                    + " the rest."));
      }
    }
  }

  void keep(Job job) {
    try {
      Files.createDirectories(folder);
      Path fresh = folder.resolve(job.id() + ".part");
      Files.write(fresh, JsonMapper.shared().writeValueAsBytes(job));
      Files.move(
          fresh,
          folder.resolve(job.id() + ENDING),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Job> find(String id) {
    Path file = folder.resolve(id + ENDING);
    return ID.matcher(id).matches() && Files.isRegularFile(file)
        ? Optional.of(read(file))
        : Optional.empty();
  }

  /** In no order. */
  List<Job> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .map(JobHistory::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Job read(Path file) {
    return JsonMapper.shared().readValue(file.toFile(), Job.class);
  }
}
