package dev.patchseek.indexer.metadata;

import dev.patchseek.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Metadata as JSON lines. */
final class JsonLines {

  private static final JsonMapper JSON = new JsonMapper();

  private JsonLines() {}

  static List<MetadataLine> of(String text) {
    List<MetadataLine> lines = new ArrayList<>();
    int number = 0;
    for (String json : text.lines().toList()) {
      number++;
      if (!json.isBlank()) {
        lines.add(line(json, number));
      }
    }
    return lines;
  }

  private static MetadataLine line(String json, int number) {
    MetadataLine line = new MetadataLine(number);
    JsonNode object;
    try {
      object = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new InvalidInputException(
          "line %d is no JSON: %s".formatted(number, e.getOriginalMessage()), e);
    }
    if (!object.isObject()) {
      throw new InvalidInputException("line %d: expected a JSON object".formatted(number));
    }
    object.properties().forEach(entry -> line.add(entry.getKey(), values(entry.getValue())));
    return line;
  }

  /** Null where there is anything but values. */
  private static List<String> values(JsonNode node) {
    if (node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      return node.isObject() ? null : List.of(node.asString());
    }
    List<String> values = new ArrayList<>();
    for (JsonNode element : node) {
      if (element.isContainer() || element.isNull()) {
        return null;
      }
      values.add(element.asString());
    }
    return values;
  }
}
