package dev.patchseek.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a PatchSeek service. Thread-safe. */
public final class PatchSeekClient implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;
  private final String key;

  /**
   * A client.
   *
   * @param service such as {@code http://127.0.0.1:8080}
   * @param key an API key; null where the service needs none
   */
  public PatchSeekClient(URI service, String key) {
    this.service = service;
    this.key = key;
  }

  /**
   * A picture that was found.
   *
   * @param score the higher the better
   * @param file where the original is
   */
  public record Found(String id, String path, double score, URI file) {}

  /** An answer of the service that is none of success, in its words. */
  public static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;

    RefusedException(int status, String detail) {
      super(detail);
      this.status = status;
    }

    /** Of HTTP. */
    public int status() {
      return status;
    }
  }

  /**
   * The best pictures for a query, best first.
   *
   * @param query words; {@code kite^2} counts twice, {@code -leash} should not be seen
   * @param limit 1 to 200
   * @throws RefusedException when the service refuses
   */
  public List<Found> search(String query, int limit) throws IOException, InterruptedException {
    String parameters = "q=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&limit=" + limit;
    JsonNode answer = send(request("/api/v1/search?" + parameters).GET());
    List<Found> found = new ArrayList<>();
    for (JsonNode hit : answer.path("hits")) {
      found.add(
          new Found(
              hit.path("id").asString(),
              hit.path("path").asString(),
              hit.path("score").asDouble(),
              service.resolve(hit.path("file").asString())));
    }
    return found;
  }

  /**
   * Adds a picture, or replaces the one at its path.
   *
   * @param path in the index, such as {@code holiday/kite.jpg}
   * @return its id
   * @throws RefusedException when the service refuses
   */
  public String put(String path, Path file) throws IOException, InterruptedException {
    String parameter = "path=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
    return send(request("/api/v1/images?" + parameter).PUT(HttpRequest.BodyPublishers.ofFile(file)))
        .path("id")
        .asString();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path));
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    JsonNode body = JsonMapper.shared().readTree(response.body());
    if (response.statusCode() >= 400) {
      throw new RefusedException(response.statusCode(), body.path("detail").asString());
    }
    return body;
  }

  @Override
  public void close() {
    http.close();
  }
}
