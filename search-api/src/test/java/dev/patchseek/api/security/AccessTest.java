package dev.patchseek.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who is let in, and what keeps hostile requests out. */
class AccessTest {

  @TempDir private static Path directory;
  private static Path keys;
  private static String reading;
  private static String administering;
  private static SearchServer server;
  private static ColourWorld world;

  @BeforeAll
  static void start() throws IOException {
    world = ColourWorld.in(directory);
    keys = directory.resolve("keys");
    reading = ApiKeys.add(keys, "reader", "read");
    administering = ApiKeys.add(keys, "chief", "admin");
    server =
        SearchServer.start(
            settings(
                "patchseek.keys",
                keys.toString(),
                "patchseek.requests-per-minute",
                "300",
                "patchseek.picture-size",
                "64KB"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("patchseek.index", world.index().toString());
    settings.put("patchseek.port", "0");
    settings.put("patchseek.management-port", "-1");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  @Test
  void doesNotListenToOthersWithoutAKeyOrAnOrder() {
    assertThatThrownBy(() -> SearchServer.start(settings("patchseek.host", "0.0.0.0")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("patchseek key")
        .hasMessageContaining("--open");
  }

  @Test
  void letsEverybodyReadButNobodyWriteWhenOpen() throws Exception {
    try (SearchServer open =
        SearchServer.start(settings("patchseek.host", "0.0.0.0", "patchseek.open", "true"))) {
      Http stranger = new Http(local(open), null);

      assertThat(stranger.get("/api/v1/search?q=red").statusCode()).isEqualTo(200);
      Http.assertProblem(stranger.send("DELETE", "/api/v1/images/x", null, null), 401, "key");
    }
  }

  @Test
  void refusesWhoHasNoKey() throws Exception {
    HttpResponse<String> response = with(null).get("/api/v1/search?q=red");

    Http.assertProblem(response, 401, "needs an API key");
    assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    Http.assertProblem(with("wrong").get("/api/v1/search?q=red"), 401, "needs an API key");
    Http.assertProblem(with(null).get("/v3/api-docs"), 401, "needs an API key");
    for (String path : List.of("//api/v1/info", "/api;x=/v1/info", "/%61pi/v1/info")) {
      String request = "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      assertThat(exchange(request.formatted(path))).as(path).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void showsTheEmptyPageAndItsHealthToEverybody() throws Exception {
    assertThat(with(null).get("/").statusCode()).isEqualTo(200);
    assertThat(with(null).get("/app.js").statusCode()).isEqualTo(200);
    assertThat(with(null).get("/livez").statusCode()).isEqualTo(200);
    assertThat(with(null).get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void lastsAsFarAsTheRole() throws Exception {
    assertThat(with(reading).get("/api/v1/search?q=red").statusCode()).isEqualTo(200);
    assertThat(with(reading).postJson("/api/v1/search", "{\"q\":\"red\"}").statusCode())
        .isEqualTo(200);
    Http.assertProblem(
        with(reading).send("DELETE", "/api/v1/images/x", null, null), 403, "'reader' may not");
    Http.assertProblem(with(reading).postJson("/api/v1/admin/swap", "{}"), 403, "'reader' may not");
    assertThat(with(administering).send("DELETE", "/api/v1/images/x", null, null).statusCode())
        .isGreaterThan(403);
  }

  @Test
  void keepsAKeyInACookieThatNoScriptReads() throws Exception {
    HttpResponse<String> login =
        with(null).postJson("/api/v1/session", "{\"key\":\"%s\"}".formatted(reading));

    assertThat(login.statusCode()).isEqualTo(204);
    assertThat(login.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Strict");
    Http.assertProblem(
        with(null).postJson("/api/v1/session", "{\"key\":\"no\"}"), 401, "Nobody has this key");
  }

  @Test
  void keepsKeysAsHashesForTheirOwnerAlone() throws Exception {
    assertThat(Files.readString(keys)).contains("read reader ").doesNotContain(reading);
    assertThat(Files.getPosixFilePermissions(keys)).hasSize(2);
  }

  @Test
  void keysComeAndGoWithoutARestart() throws Exception {
    String before = Files.readString(keys);
    String guest = ApiKeys.add(keys, "guest", "read");
    awaitStatus(guest, 200);

    Files.writeString(keys, "nonsense");
    Thread.sleep(1500);
    assertThat(with(guest).get("/api/v1/info").statusCode()).as("damaged").isEqualTo(200);

    Files.writeString(keys, before);
    awaitStatus(guest, 401);
    assertThat(with(reading).get("/api/v1/info").statusCode()).isEqualTo(200);
  }

  private static void awaitStatus(String key, int status) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (with(key).get("/api/v1/info").statusCode() != status) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(200);
    }
  }

  @Test
  void tellsWhoChangedWhat() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(KeyFilter.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);

    with(administering).send("DELETE", "/api/v1/images/x?y=%0A", null, null);
    with(reading).get("/api/v1/info");

    logger.detachAppender(log);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("chief: DELETE /api/v1/images/x?y=%0A 404");
  }

  @Test
  void refusesAPageOfAnotherSite() throws Exception {
    String body = "{\"q\":\"red\"}";
    assertThat(raw("POST /api/v1/search HTTP/1.1", "Origin: http://evil.example", body))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("POST /api/v1/search HTTP/1.1", "Sec-Fetch-Site: cross-site", body))
        .startsWith("HTTP/1.1 403");
    assertThat(exchange("GET /livez HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
  }

  @Test
  void tellsBrowsersToBeStrict() throws Exception {
    HttpResponse<String> page = with(null).get("/");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
  }

  @Test
  void refusesAnUploadThatIsTooLarge() throws Exception {
    Http.assertProblem(with(reading).upload("/api/v1/search", new byte[100_000]), 413, "");
  }

  @Test
  void refusesHeadersWithoutEnd() throws Exception {
    String flood = "X-Flood: " + "x".repeat(20_000);

    assertThat(raw("GET / HTTP/1.1", flood, ""))
        .startsWith("HTTP/1.1 400")
        .contains("problem+json");
  }

  @Test
  void refusesPathsThatLeaveTheService() throws Exception {
    for (String path :
        new String[] {
          "/../keys", "/%2e%2e/keys", "/..%2fkeys", "/%00", "/static/..%5ckeys", "/a\\..\\keys"
        }) {
      assertThat(raw("GET " + path + " HTTP/1.1", "X-Nothing: 1", ""))
          .as(path)
          .matches("(?s)HTTP/1.1 (400|401|404).*")
          .doesNotContain("reader", directory.toString());
    }
  }

  @Test
  void turnsAwayWhoAsksTooOften() throws Exception {
    String many = ApiKeys.add(keys, "many", "read");
    try (SearchServer strict =
        SearchServer.start(
            settings("patchseek.keys", keys.toString(), "patchseek.requests-per-minute", "5"))) {
      Http http = new Http(strict.address(), many);
      for (int i : IntStream.range(0, 5).toArray()) {
        assertThat(http.get("/api/v1/info").statusCode()).as("request " + i).isEqualTo(200);
      }
      HttpResponse<String> sixth = http.get("/api/v1/info");

      Http.assertProblem(sixth, 429, "5 requests a minute");
      assertThat(sixth.headers().firstValue("Retry-After")).isPresent();
      assertThat(new Http(strict.address(), reading).get("/api/v1/info").statusCode())
          .as("another key")
          .isEqualTo(200);
    }
  }

  private static Http with(String key) {
    return new Http(server.address(), key);
  }

  private static URI local(SearchServer open) {
    return URI.create("http://127.0.0.1:" + open.address().getPort());
  }

  private static String raw(String line, String header, String body) throws IOException {
    return exchange(
        line
            + "\r\nHost: "
            + server.address().getAuthority()
            + "\r\nAuthorization: Bearer "
            + reading
            + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n"
            + header
            + "\r\n\r\n"
            + body);
  }

  private static String exchange(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
