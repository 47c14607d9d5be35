package dev.patchseek.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.SearchServer;
import dev.patchseek.client.PatchSeekClient.Found;
import dev.patchseek.client.PatchSeekClient.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works as it stands there. */
class ExamplesTest {

  /** The block of commands that ask the service. */
  private static final Pattern CURL =
      Pattern.compile("```sh\\n(curl .*?)```", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir private Path directory;
  private SearchServer server;
  private Path picture;

  @BeforeEach
  void start() throws IOException {
    ColourWorld world = ColourWorld.in(directory);
    server =
        SearchServer.start(
            Map.of(
                "patchseek.index", world.index().toString(),
                "patchseek.port", "0",
                "patchseek.management-port", "-1"));
    picture = directory.resolve("beach.png");
    ColourWorld.write(picture, ColourWorld.square(64, 64, 2, 2, 0xff0000));
    Files.createDirectory(directory.resolve("holiday"));
    Files.copy(picture, directory.resolve("holiday/beach.png"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theCommandsOfTheReadmeWork() throws Exception {
    Assumptions.assumeTrue(
        new ProcessBuilder("curl", "--version").redirectErrorStream(true).start().waitFor() == 0,
        "skipped: no curl");
    String readme = Files.readString(Path.of(System.getProperty("patchseek.root"), "README.md"));
    String commands = CURL.matcher(readme).results().findFirst().orElseThrow().group(1);
    assertThat(commands.lines().filter(line -> line.startsWith("curl")).count())
        .isGreaterThanOrEqualTo(5);

    String script =
        "set -e\ncurl() { command curl -sS --fail-with-body -o answer \"$@\" || { cat answer; exit 1; }; }\n"
            + commands.replace("http://127.0.0.1:8080", server.address().toString());
    Process bash =
        new ProcessBuilder("bash", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(bash.exitValue()).as(output).isZero();
  }

  @Test
  void theClientSearchesAndAddsPictures() throws Exception {
    try (PatchSeekClient client = new PatchSeekClient(server.address(), null)) {
      Found best = client.search("red", 1).getFirst();
      assertThat(best.path()).isEqualTo(ColourWorld.RED);
      assertThat(best.file().getPath()).endsWith("/file");

      String id = client.put("beach.png", picture);
      assertThat(client.search("red", 10)).extracting(Found::id).contains(id);
      assertThatThrownBy(() -> client.search(" ", 1))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("The query is empty");
    }
  }
}
