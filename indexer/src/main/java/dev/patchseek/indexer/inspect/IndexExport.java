package dev.patchseek.indexer.inspect;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.ModelIdentity;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Copies an index for other programs: {@code patches.npy} [N, P, dim] and {@code global.npy} [N,
 * dim], 32-bit floats, and {@code images.jsonl}, whose line i says what row i of both is of.
 */
public final class IndexExport {

  private static final JsonMapper JSON = new JsonMapper();

  private IndexExport() {}

  /**
   * Exports all live images.
   *
   * @param directory empty or missing
   * @return how many they were
   * @throws InvalidInputException when the index cannot be read or the directory cannot be used
   */
  public static long run(Path index, Path directory) {
    try (OpenedIndex opened = OpenedIndex.open(index)) {
      requireEmpty(directory);
      return write(opened, directory);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot export %s to %s: %s".formatted(index, directory, e), e);
    }
  }

  private static long write(OpenedIndex opened, Path directory) throws IOException {
    ModelIdentity model = opened.manifest().model();
    int count = opened.reader().numDocs();
    Files.createDirectories(directory);
    try (NpyFile patches =
            new NpyFile(directory.resolve("patches.npy"), count, model.patchCount(), model.dim());
        NpyFile globals = new NpyFile(directory.resolve("global.npy"), count, model.dim());
        Writer images = Files.newBufferedWriter(directory.resolve("images.jsonl"))) {
      opened.forEachImage(
          image -> {
            patches.add(image.patches());
            globals.add(image.global());
            images.write(JSON.writeValueAsString(line(image.record())) + "\n");
          });
    }
    return count;
  }

  private static Map<String, Object> line(ImageRecord image) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", image.id());
    line.put("path", image.path());
    line.put("source", image.source().toString());
    line.put("width", image.width());
    line.put("height", image.height());
    line.put("sha256", image.contentHash());
    line.put("bytes", image.stamp().bytes());
    line.put("modified", image.stamp().modified().toString());
    line.put("metadata", image.metadata().values());
    return line;
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        if (files.findAny().isPresent()) {
          throw new InvalidInputException(
              "%s is not empty: name a new directory to export to".formatted(directory));
        }
      }
    }
  }
}
