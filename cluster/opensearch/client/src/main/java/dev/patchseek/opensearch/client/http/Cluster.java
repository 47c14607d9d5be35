package dev.patchseek.opensearch.client.http;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cluster by the HTTP addresses of some of its nodes, which are asked in turn. A node that cannot
 * be reached is passed over. Safe for many threads.
 */
public final class Cluster implements AutoCloseable {

  /** Reads and writes what is sent and received. */
  public static final JsonMapper JSON = new JsonMapper();

  private static final Duration TO_CONNECT = Duration.ofSeconds(3);
  private static final Duration TO_ANSWER = Duration.ofMinutes(2);

  private static final String LOST_SEARCH = "search_context_missing_exception";
  private static final int UNAVAILABLE = 503;

  private final List<URI> addresses;
  private final AtomicInteger turn = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TO_CONNECT)
          .build();

  /**
   * Names a cluster; nothing is sent yet.
   *
   * @param addresses {@code http://host:port}, at least one
   */
  public Cluster(List<URI> addresses) {
    for (URI address : addresses) {
      if (address.getScheme() == null || !address.getScheme().startsWith("http")) {
        throw new InvalidInputException(
            "the address of a node looks like http://127.0.0.1:9200, got '%s'".formatted(address));
      }
    }
    this.addresses = List.copyOf(addresses);
  }

  /**
   * Asks a node.
   *
   * @param body sent as JSON; null for none
   * @throws RefusedException when the answer is an error
   * @throws IOException when no node answered
   */
  public JsonNode send(String method, String path, Object body) throws IOException {
    byte[] bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
    return send(method, path, "application/json", bytes);
  }

  /** As {@link #send(String, String, Object)}, with a body of any type. */
  public JsonNode send(String method, String path, String type, byte[] body) throws IOException {
    IOException failure = null;
    for (int attempt = 0; attempt < addresses.size(); attempt++) {
      URI address = addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
      try {
        return answer(sendTo(address, method, path, type, body));
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        failure = new IOException("%s does not answer: %s".formatted(address, e), e);
      }
    }
    throw failure;
  }

  private HttpResponse<byte[]> sendTo(
      URI address, String method, String path, String type, byte[] body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(TO_ANSWER)
            .header("Content-Type", type)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + address, e);
    }
  }

  private static JsonNode answer(HttpResponse<byte[]> response) throws IOException {
    boolean isError = response.statusCode() >= 400;
    try {
      JsonNode json = JSON.readTree(response.body());
      if (!isError) {
        return json;
      }
      JsonNode error = json.path("error");
      throw new RefusedException(status(response.statusCode(), error), reason(error));
    } catch (JacksonException e) {
      if (isError) {
        throw new RefusedException(response.statusCode(), "HTTP " + response.statusCode());
      }
      throw new IOException("the answer is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A search whose node ended between its two phases is answered as if something were missing. */
  private static int status(int status, JsonNode error) {
    boolean isLost = error.path("root_cause").path(0).path("type").asString("").equals(LOST_SEARCH);
    return isLost ? UNAVAILABLE : status;
  }

  /** What an error says, with the innermost cause, which says most. */
  public static String reason(JsonNode error) {
    JsonNode cause = error;
    while (cause.has("caused_by")) {
      cause = cause.get("caused_by");
    }
    String text = cause.path("reason").asString(cause.toString());
    return text.isEmpty() ? error.toString() : text;
  }

  @Override
  public void close() {
    http.close();
  }
}
