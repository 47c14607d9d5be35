package dev.patchseek.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a library's POM, beside its jar in Maven's repository, says of its licence. */
final class PomLicence {

  private static final Pattern LICENCE =
      Pattern.compile("<licenses>.*?<name>\\s*(.*?)\\s*</name>", Pattern.DOTALL);
  private static final Pattern PARENT = Pattern.compile("<parent>(.*?)</parent>", Pattern.DOTALL);

  /** SPDX's names, by what people write; the first that is found counts. */
  private static final Map<Pattern, String> NAMES = new LinkedHashMap<>();

  static {
    name("apache.*2", "Apache-2.0");
    name("distribution license|EDL", "BSD-3-Clause (EDL-1.0)");
    name("(eclipse.*|EPL.*)1\\.0", "EPL-1.0");
    name("(eclipse.*|EPL.*)2\\.0", "EPL-2.0");
    name("MIT-0|MIT No", "MIT-0");
    name("\\bMIT\\b", "MIT");
    name("CC0", "CC0-1.0");
    name("BSD.*2|simplified|FreeBSD", "BSD-2-Clause");
    name("BSD", "BSD-3-Clause");
    name("mozilla|MPL", "MPL-2.0");
    name("lesser|LGPL", "LGPL-2.1");
  }

  private PomLicence() {}

  private static void name(String written, String spdx) {
    NAMES.put(Pattern.compile(written, Pattern.CASE_INSENSITIVE), spdx);
  }

  static String of(Path jar) throws IOException {
    Path folder = jar.getParent();
    String version = folder.getFileName().toString();
    String artifact = folder.getParent().getFileName().toString();
    return licence(folder.resolve(artifact + "-" + version + ".pom")).orElse("unknown");
  }

  private static Optional<String> licence(Path pom) throws IOException {
    if (!Files.exists(pom)) {
      return Optional.empty();
    }
    String text = Files.readString(pom);
    Matcher licence = LICENCE.matcher(text);
    if (licence.find()) {
      String written = licence.group(1);
      return Optional.of(
          NAMES.entrySet().stream()
              .filter(name -> name.getKey().matcher(written).find())
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(written));
    }
    Matcher parent = PARENT.matcher(text);
    return parent.find() ? licence(pom(repository(pom), parent.group(1))) : Optional.empty();
  }

  private static Path pom(Path repository, String coordinates) {
    String artifact = value(coordinates, "artifactId");
    String version = value(coordinates, "version");
    return repository
        .resolve(value(coordinates, "groupId").replace('.', '/'))
        .resolve(artifact)
        .resolve(version)
        .resolve(artifact + "-" + version + ".pom");
  }

  private static String value(String xml, String tag) {
    Matcher value = Pattern.compile("<%1$s>\\s*(.*?)\\s*</%1$s>".formatted(tag)).matcher(xml);
    return value.find() ? value.group(1) : "";
  }

  private static Path repository(Path pom) {
    Path folder = pom;
    while (!folder.getFileName().toString().equals("repository")) {
      folder = folder.getParent();
    }
    return folder;
  }
}
