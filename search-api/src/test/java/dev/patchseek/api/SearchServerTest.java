package dev.patchseek.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.indexer.format.ImageRecord;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service answers, wherever its index is. */
@ParameterizedClass
@EnumSource(TestedEngine.class)
class SearchServerTest {

  @Parameter private TestedEngine engine;

  @TempDir private static Path directory;
  private static ColourWorld world;
  private static SearchServer server;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeParameterizedClassInvocation
  static void start(TestedEngine engine) throws IOException {
    world = ColourWorld.in(directory.resolve(engine.name()));
    server = engine.serve(world.index(), world.bundle());
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void putsThePictureThatShowsTheWordFirst() throws Exception {
    JsonNode hit = json("/api/v1/search?q=red").at("/hits/0");

    assertThat(hit.path("path").asString()).isEqualTo(ColourWorld.RED);
    assertThat(hit.path("score").asDouble()).isGreaterThan(0.9);
    assertThat(hit.path("global").asDouble()).isZero();
    assertThat(hit.path("width").asInt()).isEqualTo(800);
  }

  @Test
  void namesThePatchThatAnsweredTheWordAndWhereItIs() throws Exception {
    JsonNode match = json("/api/v1/search?q=red").at("/hits/0/matches/0");

    assertThat(match.at("/patch/row").asInt()).isEqualTo(1);
    assertThat(match.at("/patch/column").asInt()).isEqualTo(1);
    assertThat(match.path("box").toString()).isEqualTo("[200.0,100.0,400.0,200.0]");
  }

  @Test
  void tellsWhereEachTokenStands() throws Exception {
    JsonNode tokens = json("/api/v1/search?q=" + encoded("A red  kite")).path("tokens");

    assertThat(tokens.at("/1/text").asString()).isEqualTo("red");
    assertThat(tokens.at("/1/start").asInt()).isEqualTo(2);
    assertThat(tokens.at("/1/word").asInt()).isEqualTo(1);
    assertThat(tokens.at("/1/weight").floatValue()).isEqualTo(1f / tokens.size());
    assertThat(tokens.size()).as("kite is no word of this vocabulary").isGreaterThan(3);
    assertThat(tokens.get(tokens.size() - 1).path("word").asInt()).isEqualTo(2);
  }

  @Test
  void tellsWhatOfALongQueryWasNotRead() throws Exception {
    JsonNode answer = json("/api/v1/search?q=" + encoded("red ".repeat(20) + "blue"));

    assertThat(answer.path("tokens").size()).isEqualTo(14);
    assertThat(answer.path("unread").asString()).endsWith("red blue");
    assertThat(json("/api/v1/search?q=red").path("unread").asString()).isEmpty();
  }

  @Test
  void givesAtMostTheHitsAskedFor() throws Exception {
    assertThat(json("/api/v1/search?q=red&limit=2").path("hits").size()).isEqualTo(2);
    assertThat(json("/api/v1/search?q=red&limit=3").path("hits").size()).isEqualTo(3);
  }

  @Test
  void answersAsManySearchesAtOnceAsMayWait() {
    int waiting = 16 * Runtime.getRuntime().availableProcessors();
    var answers =
        IntStream.range(0, waiting)
            .mapToObj(i -> "/api/v1/search?q=" + encoded(i % 2 == 0 ? "red " + i : "blue " + i))
            .map(path -> CLIENT.sendAsync(request(path), BodyHandlers.ofString()))
            .toList();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
  }

  @Test
  void showsSmallPicturesThatBrowsersKeep() throws Exception {
    String address = json("/api/v1/search?q=red").at("/hits/0/thumbnail").asString();

    HttpResponse<byte[]> response = CLIENT.send(request(address), BodyHandlers.ofByteArray());

    RgbImage small = ImageDecoder.decode(response.body(), "thumbnail");
    assertThat(small.width()).isEqualTo(320);
    assertThat(small.height()).isEqualTo(160);
    String tag = response.headers().firstValue("ETag").orElseThrow();
    HttpRequest again =
        HttpRequest.newBuilder(server.address().resolve(address))
            .header("If-None-Match", tag)
            .build();
    assertThat(CLIENT.send(again, BodyHandlers.discarding()).statusCode()).isEqualTo(304);
  }

  @Test
  void handsOutTheOriginalFile() throws Exception {
    String address = json("/api/v1/search?q=red").at("/hits/0/file").asString();

    HttpResponse<byte[]> response = CLIENT.send(request(address), BodyHandlers.ofByteArray());

    assertThat(response.body())
        .isEqualTo(Files.readAllBytes(world.pictures().resolve(ColourWorld.RED)));
    assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
  }

  @Test
  void givesTheHeatOfEveryWord() throws Exception {
    JsonNode heatmap = json(image(ColourWorld.RED) + "/heatmap?q=" + encoded("a red zebra"));

    assertThat(heatmap.path("rows").asInt()).isEqualTo(4);
    assertThat(heatmap.path("area").toString()).isEqualTo("[0.0,0.0,800.0,400.0]");
    assertThat(heatmap.path("words").valueStream().map(word -> word.path("text").asString()))
        .containsExactly("a", "red", "zebra");
    JsonNode red = heatmap.at("/words/1/heat");
    assertThat(red.size()).isEqualTo(16);
    assertThat(red.get(5).asDouble()).isGreaterThan(0.9).isGreaterThan(red.get(0).asDouble() + 0.5);
  }

  @Test
  void paintsTheHeatOfAWordOverItsPatch() throws Exception {
    BufferedImage overlay = overlay(image(ColourWorld.RED) + "/heatmap.png?word=1&q=a+red+square");

    assertThat(overlay.getWidth()).isEqualTo(320);
    assertThat(overlay.getHeight()).isEqualTo(160);
    assertThat(opacity(overlay, 120, 60)).as("the red square").isGreaterThan(150);
    assertThat(opacity(overlay, 280, 140)).as("white").isZero();
  }

  @Test
  void paintsTheWholeQueryWhenNoWordIsChosen() throws Exception {
    BufferedImage overlay = overlay(image(ColourWorld.GREEN) + "/heatmap.png?q=red+green");

    assertThat(opacity(overlay, 8, 56)).as("the green square").isGreaterThan(150);
  }

  @Test
  void tellsWhatItSearches() throws Exception {
    JsonNode info = json("/api/v1/info");

    assertThat(info.path("images").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(info.at("/model/name").asString()).isEqualTo("colours");
    assertThat(info.at("/model/columns").asInt()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/v1/search                    | 400 | The query is empty
          /api/v1/search?q=                 | 400 | The query is empty
          /api/v1/search?q=%20              | 400 | The query is empty
          /api/v1/search?q=%3C%7Cendoftext%7C%3E | 400 | has no words
          /api/v1/search?q=red&limit=0      | 400 | limit is 0, expected 1 to 200
          /api/v1/search?q=red&limit=many   | 400 | 'limit'
          /api/v1/images/none               | 404 | no picture with the id 'none'
          /api/v1/images/none/thumbnail     | 404 | no picture with the id 'none'
          /api/v1/images/none/heatmap?q=red | 404 | no picture with the id 'none'
          /api/v2/search                    | 404 | api/v2/search
          """)
  void explainsEveryErrorAsAProblem(String path, int status, String detail) throws Exception {
    problem(path, status, detail);
  }

  @Test
  void refusesAWordThatTheQueryDoesNotHave() throws Exception {
    problem(image(ColourWorld.RED) + "/heatmap.png?q=red&word=1", 400, "expected 0 to 0 or all");
  }

  @Test
  void refusesAQueryLongerThanAnyCaption() throws Exception {
    problem("/api/v1/search?q=" + "red+".repeat(200), 400, "at most 500");
  }

  @Test
  void saysThatAFileHasGoneSinceItWasIndexed() throws Exception {
    Path file = world.pictures().resolve("gone.png");
    ColourWorld.write(file, ColourWorld.square(64, 64, 0, 0, 0x00ffff));
    world.index("gone.png");
    engine.show(world.index());
    Files.delete(file);
    awaitImage("gone.png");

    problem(image("gone.png") + "/file", 410, "gone.png is not where it was");
    problem(image("gone.png") + "/thumbnail", 410, "gone.png is not where it was");
  }

  @Test
  void servesThePage() throws Exception {
    HttpResponse<String> page = CLIENT.send(request("/"), BodyHandlers.ofString());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>PatchSeek");
    assertThat(page.headers().firstValue("ETag")).isPresent();
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
  }

  private static void awaitImage(String path) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (CLIENT.send(request(image(path)), BodyHandlers.discarding()).statusCode() != 200) {
      assertThat(Instant.now()).as("deadline for seeing " + path).isBefore(deadline);
      Thread.sleep(100);
    }
  }

  private static void problem(String path, int status, String detail) throws Exception {
    HttpResponse<String> response = CLIENT.send(request(path), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = JsonMapper.shared().readTree(response.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asString()).contains(detail);
  }

  private static BufferedImage overlay(String path) throws Exception {
    HttpResponse<byte[]> response = CLIENT.send(request(path), BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
    return ImageIO.read(new ByteArrayInputStream(response.body()));
  }

  private static int opacity(BufferedImage overlay, int x, int y) {
    return overlay.getRGB(x, y) >>> 24;
  }

  private static String image(String path) {
    return "/api/v1/images/" + ImageRecord.idOf(path);
  }

  private static JsonNode json(String path) throws Exception {
    HttpResponse<String> response = CLIENT.send(request(path), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
  }

  private static HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + path)).build();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
