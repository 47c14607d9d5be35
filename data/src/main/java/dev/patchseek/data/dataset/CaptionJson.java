package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is said of one picture, in JSON: {@code text} or {@code caption} with a sentence, or {@code
 * captions} with a list of sentences or of objects {@code {"text": …, "phrases": [{"start": …,
 * "end": …, "boxes": [[left, top, right, bottom]]}]}}.
 */
final class CaptionJson {

  private static final JsonMapper JSON = new JsonMapper();

  private final String place;

  private CaptionJson(String place) {
    this.place = place;
  }

  /** Parses one JSON object; place tells where it stands. */
  static JsonNode parse(String json, String place) {
    try {
      JsonNode node = JSON.readTree(json);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw new InvalidInputException(
          "%s is no JSON: %s".formatted(place, e.getOriginalMessage()), e);
    }
    throw new InvalidInputException(place + ": expected a JSON object");
  }

  /** The captions of one picture, at least one; place tells where they stand. */
  static List<Caption> captions(JsonNode picture, String place) {
    return new CaptionJson(place).captions(picture);
  }

  private List<Caption> captions(JsonNode picture) {
    List<Caption> captions = new ArrayList<>();
    for (JsonNode caption : picture.path("captions")) {
      captions.add(caption.isObject() ? grounded(caption) : Caption.of(sentence(caption)));
    }
    for (String key : List.of("text", "caption")) {
      if (captions.isEmpty() && picture.has(key)) {
        captions.add(Caption.of(sentence(picture.get(key))));
      }
    }
    if (captions.isEmpty()) {
      throw refused("expected text, caption or captions, got keys " + picture.propertyNames());
    }
    return captions;
  }

  private Caption grounded(JsonNode caption) {
    String text = sentence(caption.path("text"));
    List<Phrase> phrases = new ArrayList<>();
    for (JsonNode phrase : caption.path("phrases")) {
      int end = phrase.path("end").intValue(-1);
      if (end > text.length()) {
        throw refused("a phrase ends at %d, behind the text \"%s\"".formatted(end, text));
      }
      List<Box> boxes = new ArrayList<>();
      try {
        phrase.path("boxes").forEach(box -> boxes.add(box(box)));
        phrases.add(new Phrase(phrase.path("start").intValue(-1), end, boxes));
      } catch (IllegalArgumentException e) {
        throw refused(e.getMessage());
      }
    }
    return new Caption(text, phrases);
  }

  private Box box(JsonNode box) {
    if (box.size() != 4) {
      throw refused("expected a box of [left, top, right, bottom], got " + box);
    }
    return new Box(
        box.get(0).floatValue(),
        box.get(1).floatValue(),
        box.get(2).floatValue(),
        box.get(3).floatValue());
  }

  private String sentence(JsonNode text) {
    if (!text.isString() || text.stringValue().isBlank()) {
      throw refused("expected a caption's text, got " + (text.isMissingNode() ? "none" : text));
    }
    return text.stringValue();
  }

  private InvalidInputException refused(String reason) {
    return new InvalidInputException(place + ": " + reason);
  }
}
