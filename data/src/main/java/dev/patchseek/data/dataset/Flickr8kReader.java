package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Flickr8k's token file (Hodosh et al., 2013): lines of {@code picture.jpg#0<TAB>caption}, with
 * Flickr30k Entities' boxes (Plummer et al., 2015) where a file of them is given.
 */
public final class Flickr8kReader {

  private Flickr8kReader() {}

  /**
   * Reads the pictures that the token file names, in its order.
   *
   * @param images folders and tars that hold the pictures
   * @param tokens the token file
   * @param entities phrases and boxes as JSON lines, or null; a caption that it spells differently
   *     has no phrases
   * @throws InvalidInputException when a picture is missing or a line is not understood
   */
  public static List<ImageText> read(List<Path> images, Path tokens, Path entities) {
    Map<String, List<String>> captions = new LinkedHashMap<>();
    Map<String, TextLine> firstLines = new LinkedHashMap<>();
    for (TextLine line : TextLine.read(tokens)) {
      int tab = line.text().indexOf('\t');
      int number = line.text().lastIndexOf('#', Math.max(tab, 0));
      String caption = line.text().substring(tab + 1).strip();
      if (number < 1 || caption.isEmpty()) {
        throw line.refused(
            "expected picture.jpg#0, a tab and a caption, got \"%s\"".formatted(line.text()));
      }
      String name = line.text().substring(0, number);
      firstLines.putIfAbsent(name, line);
      captions.computeIfAbsent(name, n -> new ArrayList<>()).add(caption);
    }
    ImageCollection collection = ImageCollection.open(images);
    Map<String, EntityBoxes> boxes = entities == null ? Map.of() : EntityBoxes.read(entities);
    List<ImageText> pictures = new ArrayList<>();
    captions.forEach(
        (name, texts) -> {
          ImageSource image = collection.find(name, firstLines.get(name).place());
          EntityBoxes grounding = boxes.get(name);
          pictures.add(
              new ImageText(
                  image,
                  grounding == null
                      ? texts.stream().map(Caption::of).toList()
                      : grounding.ground(texts, image)));
        });
    return pictures;
  }
}
