package dev.patchseek.api.jobs;

import dev.patchseek.api.settings.ServiceSettings;
import dev.patchseek.api.settings.WritesImages;
import dev.patchseek.data.InvalidInputException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Indexing of many pictures. */
@WritesImages
@RestController
@RequestMapping("/api/v1/jobs")
@Tag(name = "Jobs")
class JobController {

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _-]{0,63}");

  private final Jobs jobs;
  private final JobEvents events;
  private final TarUpload tars;
  private final List<Path> folders;

  JobController(Jobs jobs, JobEvents events, TarUpload tars, ServiceSettings settings) {
    this.jobs = jobs;
    this.events = events;
    this.tars = tars;
    this.folders = settings.folders();
  }

  /**
   * What to index.
   *
   * @param folder on the server, below one of those that the settings allow
   */
  record Order(String folder) {}

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Index a folder of the server, one of those that the settings allow")
  Job index(@RequestBody Order order) throws IOException {
    Path folder = allowed(order.folder() == null ? "" : order.folder());
    return jobs.start(folder.getFileName().toString(), folder);
  }

  @PostMapping(consumes = "application/x-tar")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Index the pictures of the tar in the body")
  Job upload(@RequestParam(defaultValue = "uploaded") String name, HttpServletRequest request)
      throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInputException(
          "a name has up to 64 letters, digits, blanks, hyphens and underscores");
    }
    return jobs.start(name, tars.unpack(name, request.getInputStream()));
  }

  @GetMapping
  @Operation(summary = "All jobs, the newest first; also those before a restart")
  List<Job> all() {
    return jobs.all();
  }

  @GetMapping("/{id}")
  @Operation(summary = "A job as it stands")
  Job one(@PathVariable String id) {
    return jobs.find(id);
  }

  @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(summary = "Its progress, as server-sent events")
  SseEmitter follow(@PathVariable String id) {
    return events.follow(id);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Stop a job; what it has indexed stays")
  void cancel(@PathVariable String id) {
    jobs.cancel(id);
  }

  /** By its real path, so that neither dots nor links lead out of the allowed folders. */
  private Path allowed(String folder) throws IOException {
    try {
      Path real = Path.of(folder).toRealPath();
      for (Path root : folders) {
        if (real.startsWith(root.toRealPath())) {
          return real;
        }
      }
    } catch (InvalidPathException | IOException e) {
      // answered like a folder that is not allowed: who asks learns nothing of the disk
    }
    throw new ResponseStatusException(
        HttpStatus.FORBIDDEN,
        "This folder is not below one of those that the service may index (patchseek.folders).");
  }
}
