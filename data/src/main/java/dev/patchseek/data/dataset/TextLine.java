package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a text file, with its place for messages.
 *
 * @param file it stands in
 * @param number from 1
 * @param text without the line break
 */
record TextLine(Path file, int number, String text) {

  /** All lines that are not blank. */
  static List<TextLine> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException("%s does not exist; expected a caption file".formatted(file));
    }
    List<TextLine> lines = new ArrayList<>();
    int number = 0;
    try {
      for (String text : Files.readAllLines(file)) {
        number++;
        if (!text.isBlank()) {
          lines.add(new TextLine(file, number, text));
        }
      }
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new InvalidInputException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    if (lines.isEmpty()) {
      throw new InvalidInputException(file + " is empty; expected captions");
    }
    return lines;
  }

  /** The file and the number, as editors write it. */
  String place() {
    return file + ":" + number;
  }

  InvalidInputException refused(String reason) {
    return new InvalidInputException(place() + ": " + reason);
  }
}
