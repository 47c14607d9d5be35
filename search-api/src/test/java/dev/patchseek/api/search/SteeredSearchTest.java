package dev.patchseek.api.search;

import static dev.patchseek.api.Http.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import dev.patchseek.api.TestedEngine;
import dev.patchseek.indexer.format.ImageRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Weights, words to avoid, pictures and regions as queries, pages. */
@ParameterizedClass
@EnumSource(TestedEngine.class)
class SteeredSearchTest {

  @Parameter private TestedEngine engine;

  @TempDir private static Path directory;
  private static ColourWorld world;
  private static SearchServer server;
  private static Http http;

  @BeforeParameterizedClassInvocation
  static void start(TestedEngine engine) throws IOException {
    world = ColourWorld.in(directory.resolve(engine.name()));
    server = engine.serve(world.index(), world.bundle());
    http = new Http(server.address(), null);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aHeavierWordDecides() throws Exception {
    assertThat(best("red^3 green")).isEqualTo(ColourWorld.RED);
    assertThat(best("red green^3")).isEqualTo(ColourWorld.GREEN);
  }

  @Test
  void weightsOfTheWordsToBeSeenSumToOne() throws Exception {
    JsonNode tokens = search("q=" + encoded("red^3 green -blue")).path("tokens");

    assertThat(tokens.at("/0/weight").asDouble()).isCloseTo(0.75, within(1e-6));
    assertThat(tokens.at("/1/weight").asDouble()).isCloseTo(0.25, within(1e-6));
    assertThat(tokens.at("/2/weight").asDouble()).isCloseTo(-0.5, within(1e-6));
    assertThat(tokens.at("/2/text").asString()).isEqualTo("blue");
    assertThat(tokens.at("/2/start").asInt()).isEqualTo("red^3 green -".length());
  }

  @Test
  void aWordToAvoidPutsItsPicturesLast() throws Exception {
    JsonNode hits = search("q=" + encoded("square -green")).path("hits");

    assertThat(hits.at("/2/path").asString()).isEqualTo(ColourWorld.GREEN);
  }

  @Test
  void aScoreIsTheSumOfItsParts() throws Exception {
    JsonNode answer = search("q=" + encoded("red^2 green -blue"));

    for (JsonNode hit : answer.path("hits")) {
      double sum = hit.path("global").asDouble();
      for (JsonNode match : hit.path("matches")) {
        JsonNode token = answer.path("tokens").get(match.path("token").asInt());
        sum += token.path("weight").asDouble() * match.path("score").asDouble();
      }
      assertThat(hit.path("score").asDouble()).isCloseTo(sum, within(1e-5));
    }
  }

  @Test
  void findsAPictureByItself() throws Exception {
    JsonNode hit = search("like=" + ImageRecord.idOf(ColourWorld.BLUE)).at("/hits/0");

    assertThat(hit.path("path").asString()).isEqualTo(ColourWorld.BLUE);
    assertThat(hit.path("score").asDouble()).isCloseTo(1, within(0.01));
  }

  @Test
  void aPictureLeadsToThoseLikeIt() throws Exception {
    String id = ImageRecord.idOf(ColourWorld.BLUE);
    JsonNode facts = http.json("/api/v1/images/" + id);

    JsonNode similar = http.json(facts.path("similar").asString() + "?limit=2");

    assertThat(similar.path("hits")).isEqualTo(search("limit=2&like=" + id).path("hits"));
    assertThat(similar.at("/hits/0/id").asString()).isEqualTo(id);
  }

  @Test
  void findsARegionOfAPictureByItself() throws Exception {
    // the red square of 800 x 400 pixels
    JsonNode answer =
        search("like=" + ImageRecord.idOf(ColourWorld.RED) + "&region=200,100,400,200");

    assertThat(answer.at("/hits/0/path").asString()).isEqualTo(ColourWorld.RED);
    assertThat(answer.at("/hits/0/pictureMatch/box").toString())
        .isEqualTo("[200.0,100.0,400.0,200.0]");
    assertThat(answer.at("/hits/1/score").asDouble()).isLessThan(0.9);
  }

  @Test
  void findsAnUploadedPictureAndRemembersIt() throws Exception {
    byte[] green = Files.readAllBytes(world.pictures().resolve(ColourWorld.GREEN));

    HttpResponse<String> response = http.upload("/api/v1/search?limit=1", green);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode answer = JsonMapper.shared().readTree(response.body());
    assertThat(answer.at("/hits/0/path").asString()).isEqualTo(ColourWorld.GREEN);
    JsonNode again = search("picture=" + answer.path("picture").asString() + "&limit=1");
    assertThat(again.path("hits")).isEqualTo(answer.path("hits"));
  }

  @Test
  void wordsSteerASearchByPicture() throws Exception {
    JsonNode answer =
        search("q=" + encoded("green") + "&like=" + ImageRecord.idOf(ColourWorld.RED));

    assertThat(answer.at("/tokens/0/weight").asDouble()).isCloseTo(0.5, within(1e-6));
    assertThat(answer.at("/hits/0/matches").size()).isEqualTo(1);
    assertThat(answer.at("/hits/0/pictureMatch").isObject()).isTrue();
  }

  @Test
  void pagesPutTogetherAreTheWholeAnswer() throws Exception {
    List<String> whole = paths(search("q=red"));
    JsonNode first = search("q=red&limit=2");
    JsonNode second = search("q=red&limit=2&cursor=" + first.path("next").asString());

    assertThat(paths(first)).isEqualTo(whole.subList(0, 2));
    assertThat(paths(second)).isEqualTo(whole.subList(2, 3));
    assertThat(second.has("next")).isFalse();
    assertThat(second.path("changed").asBoolean()).isFalse();
  }

  @Test
  void leavesOutWhatScoresTooLow() throws Exception {
    double second = search("q=red").at("/hits/1/score").asDouble();
    JsonNode answer = search("q=red&minScore=" + (second + 0.01));

    assertThat(paths(answer)).containsExactly(ColourWorld.RED);
    assertThat(search("q=red").at("/scores/counts").valueStream().mapToInt(JsonNode::asInt).sum())
        .isEqualTo(3);
  }

  @Test
  void searchesAmongThePicturesThatAFilterAdmits() throws Exception {
    assertThat(paths(search("q=red&filter=" + encoded("width>=100"))))
        .containsExactly(ColourWorld.RED);
    assertThat(paths(search("q=red&filter=" + encoded("-path:squares/*"))))
        .containsExactly(ColourWorld.BLUE);
  }

  @Test
  void tellsHowTheAnswerWasFound() throws Exception {
    assertThat(search("q=red&explain=true").at("/explanation/images").asInt()).isEqualTo(3);
    assertThat(search("q=red").has("explanation")).isFalse();
    JsonNode shards = search("q=red&explain=true").at("/explanation/shards");
    assertThat(shards).hasSize(engine == TestedEngine.OPENSEARCH ? 2 : 0);
    assertThat(shards)
        .allSatisfy(shard -> assertThat(shard.path("plan").asString()).isEqualTo("exact scan"));
  }

  @Test
  void takesTheSameQuestionAsJson() throws Exception {
    HttpResponse<String> response =
        http.postJson("/api/v1/search", "{\"q\": \"red -blue\", \"limit\": 1}");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(JsonMapper.shared().readTree(response.body()).at("/hits/0/path").asString())
        .isEqualTo(ColourWorld.RED);
  }

  @Test
  void refusesWhatItCannotUnderstand() throws Exception {
    refuses("q=-red", "only says what pictures should not show");
    refuses("q=" + encoded("red^11"), "10");
    refuses("like=" + ImageRecord.idOf(ColourWorld.RED) + "&region=5,5,1,1", "a region is");
    refuses("q=red&cursor=x", "is no cursor");
    refuses("q=red&minScore=NaN", "NaN");
    refuses("q=red&window=100000", "window");
    refuses("q=red&filter=" + encoded("size>>1"), "size");
    Http.assertProblem(http.get("/api/v1/search?picture=abc"), 410, "forgotten");
    Http.assertProblem(http.get("/api/v1/search?like=abc"), 404, "no picture");
    Http.assertProblem(http.postJson("/api/v1/search", "{\"q\": "), 400, "");
    Http.assertProblem(http.upload("/api/v1/search", new byte[] {1, 2, 3}), 400, "picture");
  }

  private static void refuses(String parameters, String detail) throws Exception {
    Http.assertProblem(http.get("/api/v1/search?" + parameters), 400, detail);
  }

  private static String best(String words) throws Exception {
    return search("q=" + encoded(words)).at("/hits/0/path").asString();
  }

  private static List<String> paths(JsonNode answer) {
    return answer.path("hits").valueStream().map(hit -> hit.path("path").asString()).toList();
  }

  private static JsonNode search(String parameters) throws Exception {
    return http.json("/api/v1/search?" + parameters);
  }
}
