package dev.patchseek.opensearch.client.http;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.opensearch.client.json.jackson3.JacksonJsonpMapper;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Request;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import org.opensearch.client.transport.httpclient5.ResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cluster by the HTTP addresses of some of its nodes, which OpenSearch's own client asks in turn.
 * A node that cannot be reached is passed over, and for a while not asked first. Safe for many
 * threads.
 */
public final class Cluster implements AutoCloseable {

  /** Reads and writes what is sent and received. */
  public static final JsonMapper JSON = new JsonMapper();

  /** Where the body begins in what an error of the client says. */
  private static final String BODY = "\n{";

  private static final String LOST_SEARCH = "search_context_missing_exception";
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;

  /** What messages leave out of an address. */
  private static final Pattern LOGIN = Pattern.compile("(?<=//|^)[^/]*@");

  private static final Timeout TO_CONNECT = Timeout.ofSeconds(3);
  private static final Timeout TO_ANSWER = Timeout.ofMinutes(2);

  private final List<HttpHost> nodes;
  private final OpenSearchTransport transport;
  private final OpenSearchGenericClient client;

  /**
   * Names a cluster; nothing is sent yet.
   *
   * @param addresses {@code http://host:port}, at least one; {@code https://user:password@host}
   *     logs in, to all nodes alike. Certificates are those that this JVM trusts.
   * @throws InvalidInputException when they are no such addresses, or name several logins
   */
  public Cluster(List<URI> addresses) {
    this.nodes = addresses.stream().map(Cluster::node).toList();
    this.transport =
        ApacheHttpClient5TransportBuilder.builder(nodes.toArray(HttpHost[]::new))
            .setMapper(new JacksonJsonpMapper())
            .setDefaultHeaders(credentials(addresses))
            .setConnectionConfigCallback(
                config -> config.setConnectTimeout(TO_CONNECT).setSocketTimeout(TO_ANSWER))
            .setRequestConfigCallback(config -> config.setResponseTimeout(TO_ANSWER))
            .build();
    this.client = new OpenSearchGenericClient(transport);
  }

  private static HttpHost node(URI address) {
    if (address.getScheme() == null
        || !address.getScheme().startsWith("http")
        || address.getHost() == null) {
      throw new InvalidInputException(
          "the address of a node looks like http://127.0.0.1:9200, got '%s'"
              .formatted(LOGIN.matcher(address.toString()).replaceFirst("…@")));
    }
    return new HttpHost(address.getScheme(), address.getHost(), address.getPort());
  }

  private static Header[] credentials(List<URI> addresses) {
    List<String> logins =
        addresses.stream().map(URI::getUserInfo).filter(Objects::nonNull).distinct().toList();
    if (logins.size() > 1) {
      throw new InvalidInputException(
          "the addresses of nodes name %d logins, expected one for all nodes"
              .formatted(logins.size()));
    }
    return logins.stream()
        .map(login -> login.getBytes(StandardCharsets.UTF_8))
        .map(login -> "Basic " + Base64.getEncoder().encodeToString(login))
        .map(value -> new BasicHeader(HttpHeaders.AUTHORIZATION, value, true))
        .toArray(Header[]::new);
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
    Body sent = body.length == 0 ? null : Body.from(body, type);
    Request request = Requests.create(method, path, List.of(), Map.of(), sent);
    try (Response response = client.executeAsync(request).get()) {
      return answer(
          response.getStatus(), response.getBody().map(Body::bodyAsBytes).orElse(new byte[0]));
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + nodes, e);
    }
  }

  /**
   * The client answers some errors, and throws others, some of them as causes of what it throws:
   * their bodies end what these say.
   */
  private IOException failure(Throwable thrown) {
    String hint = "";
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ResponseException error) {
        int body = Math.max(0, error.getMessage().indexOf(BODY));
        return refusal(
            error.status(), error.getMessage().substring(body).getBytes(StandardCharsets.UTF_8));
      }
      if (cause instanceof SSLHandshakeException) {
        hint = "; name a store with its certificate: -Djavax.net.ssl.trustStore=FILE";
      }
    }
    return new IOException("none of %s answers: %s%s".formatted(nodes, thrown, hint), thrown);
  }

  private static JsonNode answer(int status, byte[] body) throws IOException {
    if (status >= 400) {
      throw refusal(status, body);
    }
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new IOException("the answer is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static RefusedException refusal(int status, byte[] body) {
    if (status == UNAUTHORIZED) {
      return new RefusedException(
          status,
          "it does not accept the login: name one in the addresses, https://user:password@host");
    }
    try {
      return refusal(status, JSON.readTree(body).path("error"));
    } catch (JacksonException e) {
      return new RefusedException(status, "HTTP " + status);
    }
  }

  /**
   * An answer, or a part of one, that is an error. A search whose node ended between its two phases
   * is answered as if something were missing.
   */
  private static RefusedException refusal(int status, JsonNode error) {
    boolean isLost = error.path("root_cause").path(0).path("type").asString("").equals(LOST_SEARCH);
    return new RefusedException(isLost ? UNAVAILABLE : status, reason(error));
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
    try {
      transport.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
