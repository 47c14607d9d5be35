package dev.patchseek.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.Sha256;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every library that the service runs or is tested with is one that somebody has looked at:
 * configs/build/dependencies.tsv has its file, licence and SHA-256. {@code
 * -Dpatchseek.dependencies=write} brings the list up to date, for its change to be read.
 */
class DependenciesTest {

  /** Licences that do not ask for more than a notice, or not of who only uses the library. */
  private static final Set<String> WELCOME =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0",
          "BSD-3-Clause (EDL-1.0)",
          "LGPL-2.1",
          "MPL-2.0");

  /** Native libraries: which of them there are depends on the machine. */
  private static final Pattern NATIVE =
      Pattern.compile(".*-(linux|macosx|osx|windows|win)-.*\\.jar");

  private static final Path LIST =
      Path.of(System.getProperty("patchseek.root"), "configs/build/dependencies.tsv");

  /** A line of the list. */
  private record Library(String licence, String hash) {}

  @Test
  void everyLibraryIsOneThatWasLookedAt() throws IOException {
    if ("write".equals(System.getProperty("patchseek.dependencies"))) {
      write();
    }
    Map<String, Library> known = known();
    List<String> strange = new ArrayList<>();
    for (Path jar : jars()) {
      String name = jar.getFileName().toString();
      Library library = known.get(name);
      if (library == null && !NATIVE.matcher(name).matches()) {
        strange.add(name + " is not in the list");
      } else if (library != null && !library.hash.equals(Sha256.hex(Files.readAllBytes(jar)))) {
        strange.add(name + " is another file than the list has");
      }
    }
    assertThat(strange)
        .as("libraries to look at; then run this test with -Dpatchseek.dependencies=write")
        .isEmpty();
  }

  @Test
  void everyLicenceIsWelcome() throws IOException {
    assertThat(known()).isNotEmpty();
    assertThat(known()).allSatisfy((name, library) -> assertThat(library.licence).isIn(WELCOME));
  }

  @Test
  void noLibraryIsThereInTwoVersions() {
    // repository/group/artifact/version/file.jar
    Map<Path, Set<Path>> versions =
        jars().stream()
            .map(Path::getParent)
            .collect(Collectors.groupingBy(Path::getParent, Collectors.toSet()));

    assertThat(versions).allSatisfy((artifact, folders) -> assertThat(folders).hasSize(1));
  }

  private static List<Path> jars() {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getProperty("java.class.path"))
        .map(Path::of)
        .filter(path -> path.toString().endsWith(".jar"))
        .filter(path -> !path.getFileName().toString().matches("(patchseek|surefire|maven)-.*"))
        .sorted()
        .distinct()
        .toList();
  }

  private static Map<String, Library> known() throws IOException {
    Map<String, Library> known = new TreeMap<>();
    for (String line : Files.readAllLines(LIST)) {
      String[] parts = line.split("\t");
      known.put(parts[0], new Library(parts[1], parts[2]));
    }
    return known;
  }

  private static void write() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path jar : jars()) {
      lines.add(
          "%s\t%s\t%s"
              .formatted(
                  jar.getFileName(), PomLicence.of(jar), Sha256.hex(Files.readAllBytes(jar))));
    }
    lines.sort(null);
    Files.write(LIST, lines);
  }
}
