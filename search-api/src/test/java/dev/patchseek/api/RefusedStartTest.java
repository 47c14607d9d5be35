package dev.patchseek.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service that cannot work does not start, and says why. */
class RefusedStartTest {

  @TempDir private Path directory;

  @Test
  void refusesATakenPort() throws IOException {
    ColourWorld world = ColourWorld.in(directory);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(
              () -> SearchServer.start(world.index(), null, "127.0.0.1", taken.getLocalPort()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("choose others with --port");
    }
  }

  @Test
  void refusesAMissingIndex() {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> SearchServer.start(missing, null, "127.0.0.1", 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(missing.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          index=i cluster-index=photos                                    | set engine=opensearch
          engine=opensearch                                               | needs the addresses
          engine=opensearch cluster=http://n:9200 cluster-index=p         | the bundle it was made with
          engine=opensearch cluster=http://n:9200 cluster-index=p model=m index=i | leave them out
          engine=opensearch cluster=http://n:9200 cluster-index=p model=m folders=f | leave them out
          engine=lucene index=i                                           | patchseek.engine
          """)
  void refusesSettingsThatDoNotFitTogether(String settings, String message) {
    Map<String, String> flags =
        Arrays.stream(settings.split(" "))
            .map(setting -> setting.split("=", 2))
            .collect(Collectors.toMap(setting -> "patchseek." + setting[0], setting -> setting[1]));

    assertThatThrownBy(() -> SearchServer.start(flags))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAClusterThatDoesNotAnswer() throws IOException {
    ColourWorld world = ColourWorld.in(directory);

    assertThatThrownBy(() -> SearchServer.start(cluster("http://127.0.0.1:1", "p", world)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none of [http://127.0.0.1:1] answers");
  }

  private static Map<String, String> cluster(String address, String name, ColourWorld world) {
    return Map.of(
        "patchseek.engine",
        "opensearch",
        "patchseek.cluster",
        address,
        "patchseek.cluster-index",
        name,
        "patchseek.model",
        world.bundle().toString(),
        "patchseek.port",
        "0",
        "patchseek.management-port",
        "-1");
  }
}
