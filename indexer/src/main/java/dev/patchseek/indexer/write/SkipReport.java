package dev.patchseek.indexer.write;

import dev.patchseek.data.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of JSON for each image that was skipped or removed, written when it happens: {@code path},
 * {@code kind} (a {@link SkipKind} in lower case, or {@code removed}) and {@code reason}.
 */
final class SkipReport implements Closeable {

  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final Writer out;

  private SkipReport(Path file, Writer out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Starts a report, in place of one that is there.
   *
   * @param file null for none
   * @throws InvalidInputException when it cannot be written
   */
  static SkipReport to(Path file) {
    try {
      return new SkipReport(
          file, file == null ? Writer.nullWriter() : Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  void skipped(SkippedImage image) {
    line(image.path(), image.kind().toString(), image.reason());
  }

  void removed(String path) {
    line(path, "removed", "it is no longer in the source");
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private void line(String path, String kind, String reason) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("path", path);
    line.put("kind", kind);
    line.put("reason", reason);
    try {
      out.write(JSON.writeValueAsString(line) + "\n");
      out.flush(); // a run may be killed
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static InvalidInputException failure(Path file, IOException cause) {
    return new InvalidInputException(
        "cannot write the report %s: %s".formatted(file, cause), cause);
  }
}
