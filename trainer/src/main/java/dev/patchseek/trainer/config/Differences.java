package dev.patchseek.trainer.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Names the keys in which two configurations differ. */
final class Differences {

  private final List<String> found = new ArrayList<>();

  /** One line a key: {@code stages[0].batch (8, now 16)}. */
  static List<String> between(JsonNode then, JsonNode now) {
    Differences differences = new Differences();
    differences.compare("", then, now);
    return differences.found;
  }

  private void compare(String key, JsonNode then, JsonNode now) {
    if (then.isObject() && now.isObject()) {
      Set<String> names = new TreeSet<>(then.propertyNames());
      names.addAll(now.propertyNames());
      String prefix = key.isEmpty() ? "" : key + ".";
      names.forEach(name -> compare(prefix + name, then.path(name), now.path(name)));
    } else if (then.isArray() && now.isArray()) {
      for (int i = 0; i < Math.max(then.size(), now.size()); i++) {
        compare("%s[%d]".formatted(key, i), then.path(i), now.path(i));
      }
    } else if (!then.equals(now)) {
      found.add("%s (%s, now %s)".formatted(key, shown(then), shown(now)));
    }
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? "none" : value.toString();
  }
}
