package dev.patchseek.trainer.words;

import dev.patchseek.data.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Texts without pictures: UTF-8 files with a text on each line, packed by gzip where named .gz. */
public final class Corpus {

  private Corpus() {}

  /**
   * Reads files one after the other; blank lines are left out.
   *
   * @throws InvalidInputException when a file cannot be read
   */
  public static List<String> read(List<Path> files) {
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
        reader.lines().filter(line -> !line.isBlank()).forEach(texts::add);
      } catch (IOException e) {
        throw new InvalidInputException(
            "the texts of the corpus file " + file + " cannot be read: " + e, e);
      }
    }
    return texts;
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
