package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A Hugging Face imagefolder: pictures beside a metadata.jsonl with a line for each, {@code
 * file_name} and what is said of it ({@code text}, {@code caption} or {@code captions}).
 */
public final class ImageFolderReader {

  private ImageFolderReader() {}

  /**
   * Reads the pictures that metadata.jsonl names, in its order.
   *
   * @throws InvalidInputException when the folder or a picture is missing, or a line is not
   *     understood
   */
  public static List<ImageText> read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "%s is no folder; expected pictures beside a %s"
              .formatted(folder, ImageFolderWriter.METADATA));
    }
    List<ImageText> pictures = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (TextLine line : TextLine.read(folder.resolve(ImageFolderWriter.METADATA))) {
      JsonNode picture = CaptionJson.parse(line.text(), line.place());
      String name = picture.path("file_name").stringValue("");
      if (name.isEmpty()) {
        throw line.refused("expected a file_name, got keys " + picture.propertyNames());
      }
      if (!names.add(name)) {
        throw line.refused("the picture %s has a line already".formatted(name));
      }
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw line.refused("the picture %s is not in %s".formatted(name, folder));
      }
      pictures.add(
          new ImageText(new FileImage(name, file), CaptionJson.captions(picture, line.place())));
    }
    return pictures;
  }
}
