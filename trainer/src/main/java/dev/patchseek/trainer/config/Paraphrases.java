package dev.patchseek.trainer.config;

import dev.patchseek.data.InvalidInputException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a new text tower learns from texts alone, before its first picture: which captions describe
 * the same picture. The training captions take part.
 *
 * @param files further captions, one a line, .gz or plain: those of one picture on lines that
 *     follow each other
 * @param captions of each picture in the files, 2 or more
 * @param epochs over all pictures; two captions of each are drawn anew in every epoch
 * @param batch pictures a step
 * @param learningRate at its highest, above 0
 */
public record Paraphrases(
    List<Path> files, int captions, int epochs, int batch, double learningRate) {

  public Paraphrases {
    files = files == null ? List.of() : List.copyOf(files);
    if ((captions < 2 && !files.isEmpty())
        || epochs < 1
        || batch < 2
        || !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "configuration: 'paraphrases' needs captions of 2 or more where there are files, epochs"
              + " >= 1, batch >= 2 and learningRate > 0, got captions %d, epochs %d, batch %d,"
                  .formatted(captions, epochs, batch)
              + " learningRate "
              + learningRate);
    }
  }
}
