package dev.patchseek.encoder.hub;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a Hugging Face hub over HTTP. The token goes to the hub itself, never to another host. */
final class HubClient implements AutoCloseable {

  /** The hub's own bot, which opens pull requests that add safetensors. */
  private static final String CONVERTER = "SFconvertbot";

  private static final int MAX_REDIRECTS = 8;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Hub hub;
  private final Patience patience;
  private final HttpClient http;

  HubClient(Hub hub, Patience patience) {
    this.hub = hub;
    this.patience = patience;
    // the client's own redirects would take the token along
    this.http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.silence())
            .build();
  }

  /** The repository at a branch, tag or commit. */
  Snapshot snapshot(String repo, String revision) throws IOException {
    String path = "/api/models/" + repo + "/revision/" + encoded(revision) + "?blobs=true";
    return Snapshot.of(repo, revision, json(path, repo + " at " + revision));
  }

  /**
   * The revision {@code refs/pr/N} in which the hub's own bot has added safetensors to a repository
   * that lacks them. Pull requests of anybody else are not looked at.
   */
  Optional<String> conversion(String repo) throws IOException {
    String path =
        "/api/models/" + repo + "/discussions?type=pull_request&status=open&author=" + CONVERTER;
    for (JsonNode request : json(path, "the pull requests of " + repo).path("discussions")) {
      boolean isConversion =
          request.path("author").path("name").asString("").equals(CONVERTER)
              && request.path("isPullRequest").asBoolean(false)
              && request.path("status").asString("").equals("open")
              && request.path("title").asString("").contains("safetensors");
      if (isConversion) {
        return Optional.of("refs/pr/" + request.path("num").asInt());
      }
    }
    return Optional.empty();
  }

  private JsonNode json(String path, String what) throws IOException {
    URI uri = URI.create(hub.endpoint() + path);
    int failures = 0;
    while (true) {
      try (InputStream body = get(uri, 0, what).body()) {
        return JsonMapper.shared().readTree(body.readAllBytes());
      } catch (JacksonException e) {
        throw new InvalidInputException(
            uri + " answers with no JSON; is HF_ENDPOINT a Hugging Face hub?", e);
      } catch (IOException e) {
        patience.await(++failures, e);
      }
    }
  }

  /**
   * Bytes of a file.
   *
   * @param start number of the first byte in {@code body}
   */
  record Bytes(long start, InputStream body) {}

  /**
   * Asks for a file's bytes.
   *
   * @param from first byte wanted; the hub may begin elsewhere
   * @throws IOException when it is worth another attempt
   * @throws InvalidInputException when it is not
   */
  Bytes file(Snapshot snapshot, HubFile file, long from) throws IOException {
    String path = "/" + snapshot.repo() + "/resolve/" + snapshot.commit() + "/" + file.name();
    return get(URI.create(hub.endpoint() + path), from, file.name() + " of " + snapshot.repo());
  }

  private Bytes get(URI uri, long from, String what) throws IOException {
    URI at = uri;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpResponse<InputStream> response = send(request(at, from));
      int status = response.statusCode();
      InputStream body = new WatchedStream(response.body(), patience.silence());
      if (status == 200 || status == 206) {
        return new Bytes(status == 200 ? 0 : start(response), body);
      }
      body.close();
      if (!REDIRECTS.contains(status)) {
        Refusal.of(response, what, !hub.token().isEmpty()).raise();
      }
      at = target(at, response);
    }
    throw new InvalidInputException(
        "%s is redirected more than %d times".formatted(what, MAX_REDIRECTS));
  }

  private HttpRequest request(URI uri, long from) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).header("User-Agent", "patchseek").timeout(patience.silence());
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    if (!hub.token().isEmpty() && isHub(uri)) {
      request.header("Authorization", "Bearer " + hub.token());
    }
    return request.build();
  }

  private boolean isHub(URI uri) {
    URI own = hub.endpoint();
    return uri.getScheme().equalsIgnoreCase(own.getScheme())
        && uri.getHost().equalsIgnoreCase(own.getHost())
        && uri.getPort() == own.getPort();
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the hub");
    }
  }

  /** First byte of a part, from a header such as {@code Content-Range: bytes 100-199/200}. */
  private static long start(HttpResponse<?> response) throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (!range.matches("bytes \\d{1,18}-.*")) {
      throw new IOException("a part of a file that does not say which: '" + range + "'");
    }
    return Long.parseLong(range.substring("bytes ".length(), range.indexOf('-')));
  }

  private static URI target(URI from, HttpResponse<?> response) {
    String location = response.headers().firstValue("Location").orElse("");
    try {
      URI target = from.resolve(location);
      boolean isWeb = target.getHost() != null && target.getScheme().matches("https?");
      boolean staysSafe = !from.getScheme().equals("https") || target.getScheme().equals("https");
      if (isWeb && staysSafe) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      // refused below
    }
    throw new InvalidInputException(
        "%s redirects to '%s', which is not followed".formatted(from, location));
  }

  private static String encoded(String revision) {
    return URLEncoder.encode(revision, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
