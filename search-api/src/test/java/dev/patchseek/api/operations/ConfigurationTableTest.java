package dev.patchseek.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.settings.ServiceSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** docs/configuration.md lists every setting with its default, and no other. */
class ConfigurationTableTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `patchseek\\.([a-z-]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);

  @Test
  void listsEverySettingWithItsDefault() throws IOException, NoSuchMethodException {
    Path table = Path.of(System.getProperty("patchseek.root"), "docs/configuration.md");
    List<String> documented =
        ROW.matcher(Files.readString(table))
            .results()
            .map(row -> row.group(1) + value(row))
            .toList();

    assertThat(documented).containsExactlyElementsOf(settings());
  }

  private static String value(MatchResult row) {
    String shown = row.group(2).strip();
    return shown.startsWith("`") ? " = " + shown.replace("`", "") : "";
  }

  private static List<String> settings() {
    List<String> settings = new ArrayList<>();
    RecordComponent[] components = ServiceSettings.class.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      DefaultValue value =
          ServiceSettings.class.getDeclaredConstructors()[0].getParameters()[i].getAnnotation(
              DefaultValue.class);
      String name = components[i].getName().replaceAll("([A-Z])", "-$1").toLowerCase();
      boolean shown = value != null && value.value().length == 1;
      settings.add(name + (shown ? " = " + value.value()[0] : ""));
    }
    return settings;
  }
}
