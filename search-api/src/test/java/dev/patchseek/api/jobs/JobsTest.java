package dev.patchseek.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import dev.patchseek.data.image.ImageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many pictures are indexed while the service answers. */
class JobsTest {

  @TempDir private Path directory;
  private ColourWorld world;
  private Path allowed;
  private SearchServer server;
  private Http http;

  @BeforeEach
  void prepare() throws IOException {
    world = ColourWorld.in(directory);
    allowed = Files.createDirectories(directory.resolve("allowed"));
    start();
  }

  private void start() {
    server =
        SearchServer.start(
            Map.of(
                "patchseek.index", world.index().toString(),
                "patchseek.port", "0",
                "patchseek.management-port", "-1",
                "patchseek.uploads", directory.resolve("uploads").toString(),
                "patchseek.folders", allowed.toString(),
                "patchseek.tar-entries", "20",
                "patchseek.tar-size", "1MB"));
    http = new Http(server.address(), null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void indexesAFolderThatIsAllowed() throws Exception {
    write(allowed.resolve("trip/one.png"), 0xff0000);
    write(allowed.resolve("trip/two.png"), 0x0000ff);
    Files.writeString(allowed.resolve("trip/broken.png"), "no picture");

    JsonNode job = end(started(order(allowed.resolve("trip").toString())));

    assertThat(job.path("state").asString()).isEqualTo("DONE");
    assertThat(job.path("added").asInt()).isEqualTo(2);
    assertThat(job.path("skipped").asInt()).isEqualTo(1);
    assertThat(http.json("/api/v1/info").path("images").asInt()).isEqualTo(5);
  }

  @Test
  void indexesAnUploadedTar() throws Exception {
    byte[] tar =
        tar(
            Map.of(
                "a/one.png", square(0xff0000),
                "../../out.png", square(0x00ff00),
                "notes.txt", "no picture".getBytes(StandardCharsets.UTF_8)));

    JsonNode job = end(started(upload("?name=trip", tar)));

    assertThat(job.path("added").asInt()).as(job.toString()).isEqualTo(1);
    assertThat(directory.resolve("out.png")).doesNotExist();
    assertThat(http.json("/api/v1/search?q=red").at("/hits").valueStream())
        .anyMatch(hit -> hit.path("path").asString().equals("trip/a/one.png"));
  }

  @Test
  void tellsItsProgressAsItGoes() throws Exception {
    write(allowed.resolve("one.png"), 0xff0000);
    String id = started(order(allowed.toString()));

    // the answer ends with the job
    HttpResponse<String> events = http.get("/api/v1/jobs/" + id + "/events");

    assertThat(events.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(events.body()).contains("event:progress", "\"state\":\"DONE\"");
  }

  @Test
  void remembersItsJobsAfterARestart() throws Exception {
    write(allowed.resolve("one.png"), 0xff0000);
    String id = started(order(allowed.toString()));
    end(id);
    server.close();
    Files.writeString(directory.resolve("uploads/.jobs/0123456789abcde0.json"), "{\"job\": {");

    start();

    assertThat(http.json("/api/v1/jobs/" + id).path("state").asString()).isEqualTo("DONE");
    assertThat(http.json("/api/v1/jobs").size()).as("without the damaged one").isEqualTo(1);
  }

  @Test
  void goesOnWithWhatWasUnderWayWhenTheServiceStopped() throws Exception {
    write(allowed.resolve("one.png"), 0xff0000);
    String id = started(order(allowed.toString()));
    end(id);
    server.close();
    Path ended = directory.resolve("uploads/.jobs/" + id + ".json");
    Path running = directory.resolve("uploads/.jobs/0123456789abcde1.json");
    Files.writeString(running, cutOff(ended, "0123456789abcde1"));
    Path fatal = directory.resolve("uploads/.jobs/0123456789abcde2.json");
    Files.writeString(
        fatal, cutOff(ended, "0123456789abcde2").replace("\"starts\":0", "\"starts\":3"));
    write(allowed.resolve("two.png"), 0xff0000);

    start();

    assertThat(end("0123456789abcde1").path("added").asInt()).isEqualTo(1);
    assertThat(end("0123456789abcde2").path("message").asString()).contains("again and again");
  }

  @Test
  void aTarThatBreaksOffChangesNothing() throws Exception {
    byte[] tar = tar(new TreeMap<>(Map.of("a.png", square(0), "b.png", square(0))));

    Http.assertProblem(upload("?name=trip", Arrays.copyOf(tar, 1024 + 512 + 50)), 400, "tar");

    assertThat(directory.resolve("uploads/trip")).doesNotExist();
    assertThat(directory.resolve("uploads/.tars")).isEmptyDirectory();
  }

  private static String cutOff(Path ended, String id) throws IOException {
    return Files.readString(ended)
        .replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"%s\"".formatted(id))
        .replaceFirst("\"ended\":\"[^\"]*\"", "\"ended\":null")
        .replace("DONE", "RUNNING");
  }

  @Test
  void stopsOnDemand() throws Exception {
    for (int i = 0; i < 300; i++) {
      write(allowed.resolve(i + ".png"), 0xff0000);
    }
    String id = started(order(allowed.toString()));
    http.send("DELETE", "/api/v1/jobs/" + id, null, null);

    assertThat(end(id).path("state").asString()).isEqualTo("CANCELLED");
    assertThat(http.json("/api/v1/search?q=red").at("/hits/0/path").asString()).isNotEmpty();
  }

  @Test
  void refusesFoldersThatAreNotAllowed() throws Exception {
    Files.createSymbolicLink(allowed.resolve("link"), world.pictures());
    for (String folder :
        new String[] {
          world.pictures().toString(),
          allowed + "/../pictures",
          allowed.resolve("link").toString(),
          "/etc",
          "/none",
          "",
          "a\\u0000b"
        }) {
      Http.assertProblem(order(folder), 403, "not below one of those");
    }
  }

  @Test
  void refusesWhatIsNoTarOrTooMuchOfOne() throws Exception {
    Http.assertProblem(upload("", "no tar".getBytes(StandardCharsets.UTF_8)), 400, "tar");
    Http.assertProblem(upload("", new byte[0]), 400, "tar");
    Http.assertProblem(upload("?name=..", tar(Map.of("a.png", square(0)))), 400, "a name");
    Map<String, byte[]> many = new TreeMap<>();
    for (int i = 0; i < 21; i++) {
      many.put(i + ".png", square(0));
    }
    Http.assertProblem(upload("", tar(many)), 413, "more than 20 files");
    Http.assertProblem(upload("", tar(Map.of("a.png", new byte[1_200_000]))), 413, "1048576 bytes");
    Http.assertProblem(http.get("/api/v1/jobs/..%2f..%2fkeys"), 400, "");
    Http.assertProblem(http.get("/api/v1/jobs/none"), 404, "no job");
  }

  private HttpResponse<String> order(String folder) throws Exception {
    return http.postJson("/api/v1/jobs", "{\"folder\": \"%s\"}".formatted(folder));
  }

  private HttpResponse<String> upload(String name, byte[] tar) throws Exception {
    return http.send("POST", "/api/v1/jobs" + name, "application/x-tar", tar);
  }

  private static String started(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return JsonMapper.shared().readTree(response.body()).path("id").asString();
  }

  private JsonNode end(String id) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    JsonNode job = http.json("/api/v1/jobs/" + id);
    while (job.path("ended").isNull()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(50);
      job = http.json("/api/v1/jobs/" + id);
    }
    return job;
  }

  private static void write(Path file, int colour) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, square(colour));
  }

  private static byte[] square(int colour) {
    return ImageWriter.png(ColourWorld.square(64, 64, 2, 2, colour));
  }

  private static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
