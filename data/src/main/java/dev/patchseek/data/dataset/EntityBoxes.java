package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Flickr30k Entities' phrases and boxes of one picture.
 *
 * @param line of the file they come from
 * @param width of the original picture in pixels
 * @param height of the original picture in pixels
 * @param phrases by caption
 * @param boxes by entity, in pixels of the original picture; scenes and things out of sight have
 *     none
 */
record EntityBoxes(
    TextLine line,
    int width,
    int height,
    Map<String, List<WordSpan>> phrases,
    Map<String, List<Box>> boxes) {

  /** From word start to before word end, counting words between single spaces from 0. */
  record WordSpan(int start, int end, String entity) {}

  /** The boxes of each picture by its file name. */
  static Map<String, EntityBoxes> read(Path file) {
    Map<String, EntityBoxes> pictures = new HashMap<>();
    for (TextLine line : TextLine.read(file)) {
      JsonNode picture = CaptionJson.parse(line.text(), line.place());
      try {
        pictures.put(picture.required("file").asString(), parse(picture, line));
      } catch (JacksonException | IllegalArgumentException e) {
        throw new InvalidInputException(
            "%s: expected file, w, h, entity_captions and boxes as in Flickr30k Entities: %s"
                .formatted(line.place(), e.getMessage()),
            e);
      }
    }
    return pictures;
  }

  private static EntityBoxes parse(JsonNode picture, TextLine line) {
    Map<String, List<WordSpan>> phrases = new HashMap<>();
    for (JsonNode caption : picture.required("entity_captions")) {
      List<WordSpan> spans = new ArrayList<>();
      for (JsonNode phrase : caption.required("phrases")) {
        spans.add(
            new WordSpan(
                phrase.required(0).intValue(),
                phrase.required(1).intValue(),
                phrase.required(2).asString()));
      }
      phrases.put(caption.required("text").asString(), spans);
    }
    Map<String, List<Box>> boxes = new HashMap<>();
    for (Map.Entry<String, JsonNode> entity : picture.required("boxes").properties()) {
      List<Box> places = new ArrayList<>();
      for (JsonNode box : entity.getValue()) {
        places.add(
            new Box(
                box.required(0).floatValue(),
                box.required(1).floatValue(),
                box.required(2).floatValue(),
                box.required(3).floatValue()));
      }
      boxes.put(entity.getKey(), places);
    }
    return new EntityBoxes(
        line, picture.required("w").intValue(), picture.required("h").intValue(), phrases, boxes);
  }

  /**
   * Adds phrases to the captions of the picture. The stored picture may have another size than the
   * original, or other proportions: boxes are scaled to it.
   */
  List<Caption> ground(List<String> texts, ImageSource image) {
    ImageSize stored = size(image);
    Map<String, List<Box>> scaled = new HashMap<>();
    boxes.forEach(
        (entity, places) ->
            scaled.put(entity, places.stream().map(box -> scale(box, stored)).toList()));
    return texts.stream().map(text -> ground(text, scaled)).toList();
  }

  private static ImageSize size(ImageSource image) {
    try {
      return ImageDecoder.size(image.read(), image.name());
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s cannot be read: %s".formatted(image.name(), e.getMessage()), e);
    }
  }

  private Box scale(Box box, ImageSize stored) {
    return new Box(
        box.left() * stored.width() / width,
        box.top() * stored.height() / height,
        box.right() * stored.width() / width,
        box.bottom() * stored.height() / height);
  }

  private Caption ground(String text, Map<String, List<Box>> scaled) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', space + 1)) {
      starts.add(space + 1);
    }
    starts.add(text.length() + 1);
    List<Phrase> grounded = new ArrayList<>();
    for (WordSpan span : phrases.getOrDefault(text, List.of())) {
      if (span.start() < 0 || span.end() <= span.start() || span.end() >= starts.size()) {
        throw line.refused(
            "words %d to %d are not in the caption \"%s\""
                .formatted(span.start(), span.end(), text));
      }
      List<Box> places = scaled.getOrDefault(span.entity(), List.of());
      if (!places.isEmpty()) {
        grounded.add(new Phrase(starts.get(span.start()), starts.get(span.end()) - 1, places));
      }
    }
    return new Caption(text, grounded);
  }
}
