package dev.patchseek.indexer.metadata;

import dev.patchseek.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Metadata as comma-separated values (RFC 4180) with a header. */
final class CsvLines {

  private final String text;
  private int at;
  private int line = 1;

  private CsvLines(String text) {
    this.text = text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  static List<MetadataLine> of(String text) {
    CsvLines csv = new CsvLines(text);
    List<MetadataLine> lines = new ArrayList<>();
    List<String> keys = csv.isAtEnd() ? List.of() : csv.record();
    while (!csv.isAtEnd()) {
      MetadataLine line = new MetadataLine(csv.line);
      List<String> fields = csv.record();
      if (fields.size() == 1 && fields.getFirst().isEmpty()) {
        continue;
      }
      if (fields.size() != keys.size()) {
        throw new InvalidInputException(
            "line %d has %d fields, the first line %d keys: a value with a comma needs quotes"
                .formatted(line.number(), fields.size(), keys.size()));
      }
      for (int field = 0; field < keys.size(); field++) {
        line.add(keys.get(field).strip(), values(keys.get(field), fields.get(field)));
      }
      lines.add(line);
    }
    return lines;
  }

  private static List<String> values(String key, String field) {
    if (field.isBlank()) {
      return List.of();
    }
    return key.strip().equalsIgnoreCase("tags") || key.strip().equalsIgnoreCase("tag")
        ? List.of(field.split(";"))
        : List.of(field);
  }

  private boolean isAtEnd() {
    return at >= text.length();
  }

  /** The fields up to the next line break outside quotes. */
  private List<String> record() {
    List<String> fields = new ArrayList<>();
    while (true) {
      fields.add(!isAtEnd() && text.charAt(at) == '"' ? quoted() : bare());
      if (isAtEnd()) {
        return fields;
      }
      char separator = text.charAt(at++);
      if (separator == '\r' && !isAtEnd() && text.charAt(at) == '\n') {
        at++;
      }
      if (separator != ',') {
        line++;
        return fields;
      }
    }
  }

  private String bare() {
    int from = at;
    while (!isAtEnd() && !isSeparator(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private String quoted() {
    int first = line;
    StringBuilder field = new StringBuilder();
    at++;
    while (!isAtEnd()) {
      char c = text.charAt(at++);
      if (c == '\n') {
        line++;
      }
      if (c != '"') {
        field.append(c);
      } else if (!isAtEnd() && text.charAt(at) == '"') {
        field.append('"');
        at++;
      } else if (isAtEnd() || isSeparator(text.charAt(at))) {
        return field.toString();
      } else {
        throw new InvalidInputException(
            "line %d: a quote inside a quoted value is written twice".formatted(line));
      }
    }
    throw new InvalidInputException("line %d: a quote does not end".formatted(first));
  }

  private static boolean isSeparator(char c) {
    return c == ',' || c == '\n' || c == '\r';
  }
}
