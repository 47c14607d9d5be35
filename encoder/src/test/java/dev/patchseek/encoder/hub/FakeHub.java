package dev.patchseek.encoder.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A hub on this machine: one server answers as the hub, a second as the host to which the hub sends
 * those who ask for safetensors. Each download can be made to go wrong in its own way.
 */
public final class FakeHub implements AutoCloseable {

  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  static final String CONVERSION = "89abcdef0123456789abcdef0123456789abcdef";

  /** A way in which a download goes wrong. */
  interface Fault {
    void answer(HttpExchange exchange, byte[] content) throws IOException;
  }

  /** What came in for a file. */
  record Request(boolean atStorage, String path, String range, String authorization) {}

  final Map<String, byte[]> files = new LinkedHashMap<>();
  final Map<String, byte[]> convertedFiles = new LinkedHashMap<>();
  final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  final Deque<Fault> faults = new ArrayDeque<>();
  Fault apiFault;
  String commit = COMMIT;
  String converter = "SFconvertbot";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer hub = server();
  private final HttpServer storage = server();

  public FakeHub() throws IOException {
    hub.createContext("/api/models/", this::describe);
    hub.createContext("/", this::resolve);
    storage.createContext("/", exchange -> send(exchange, true));
  }

  private HttpServer server() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    return server;
  }

  public FakeHub with(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  FakeHub with(String name, String content) {
    return with(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public String endpoint() {
    return "http://127.0.0.1:" + hub.getAddress().getPort();
  }

  /** The hub as a client without a token and without a cache sees it. */
  Hub plain() {
    return Hub.of(Map.of("HF_ENDPOINT", endpoint(), "HF_HOME", Path.of("none").toString()));
  }

  private void describe(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (apiFault != null) {
      apiFault.answer(exchange, new byte[0]);
    } else if (path.endsWith("/discussions")) {
      answer(
          exchange,
          """
          {"discussions": [
            {"num": 3, "author": {"name": "somebody"}, "title": "Add safetensors",
             "isPullRequest": true, "status": "open"},
            {"num": 7, "author": {"name": "%s"}, "isPullRequest": true, "status": "open",
             "title": "Adding `safetensors` variant of this model"}]}"""
              .formatted(converter));
    } else if (path.endsWith("/revision/refs%2Fpr%2F7")) {
      answer(exchange, description(CONVERSION, convertedFiles));
    } else {
      answer(exchange, description(commit, files));
    }
  }

  private static String description(String commit, Map<String, byte[]> files) {
    List<String> siblings = new ArrayList<>();
    files.forEach(
        (name, content) -> {
          String sibling =
              "{\"rfilename\": \"%s\", \"size\": %d, \"blobId\": \"%s\""
                  .formatted(name, content.length, blob(content));
          if (name.endsWith(".safetensors")) {
            sibling += ", \"lfs\": {\"sha256\": \"%s\"}".formatted(digest("SHA-256", content));
          }
          siblings.add(sibling + "}");
        });
    return "{\"sha\": \"%s\", \"siblings\": [%s]}".formatted(commit, String.join(", ", siblings));
  }

  private void resolve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith(".safetensors")) {
      requests.add(request(exchange, false));
      String signed = path + "?signature=abc";
      exchange
          .getResponseHeaders()
          .set("Location", "http://localhost:" + storage.getAddress().getPort() + signed);
      exchange.sendResponseHeaders(302, -1);
      exchange.close();
    } else {
      send(exchange, false);
    }
  }

  private static Request request(HttpExchange exchange, boolean atStorage) {
    return new Request(
        atStorage,
        exchange.getRequestURI().getPath(),
        exchange.getRequestHeaders().getFirst("Range"),
        exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private void send(HttpExchange exchange, boolean atStorage) throws IOException {
    Request request = request(exchange, atStorage);
    requests.add(request);
    String name = request.path.substring(request.path.lastIndexOf('/') + 1);
    byte[] content = request.path.contains(CONVERSION) ? convertedFiles.get(name) : files.get(name);
    Fault fault = atStorage ? faults.poll() : null;
    if (content == null) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
    } else if (fault != null) {
      fault.answer(exchange, content);
    } else {
      part(exchange, content, from(request), from(request) > 0);
    }
  }

  private static int from(Request request) {
    return request.range == null ? 0 : Integer.parseInt(request.range.replaceAll("\\D", ""));
  }

  /** Sends bytes from {@code from} on, as a part or as if they were the whole. */
  static void part(HttpExchange exchange, byte[] content, int from, boolean asPart)
      throws IOException {
    byte[] part = Arrays.copyOfRange(content, from, content.length);
    if (asPart) {
      String range = "bytes %d-%d/%d".formatted(from, content.length - 1, content.length);
      exchange.getResponseHeaders().set("Content-Range", range);
    }
    exchange.sendResponseHeaders(asPart ? 206 : 200, part.length == 0 ? -1 : part.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(part);
    }
  }

  /** Promises all bytes, sends {@code count} of them and hangs up once they have arrived. */
  static Fault breaksAfter(int count, Path arrivals) {
    return (exchange, content) -> {
      int from = from(request(exchange, true));
      if (from > 0) {
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-*/*");
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      exchange.getResponseBody().write(content, from, count);
      exchange.getResponseBody().flush();
      awaitPart(arrivals, from + count);
      exchange.close();
    };
  }

  /** A client may drop what it has not read yet when its connection breaks. */
  private static void awaitPart(Path directory, long size) throws IOException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < end) {
      try (Stream<Path> parts = Files.list(directory)) {
        if (parts.anyMatch(
            part -> part.toString().endsWith(".part") && part.toFile().length() == size)) {
          return;
        }
        Thread.sleep(5);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Answers with a status and headers, name before value. */
  static Fault refuses(int status, String... headers) {
    return (exchange, content) -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    };
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    part(exchange, json.getBytes(StandardCharsets.UTF_8), 0, false);
  }

  private static String blob(byte[] content) {
    byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return digest("SHA-1", all);
  }

  private static String digest(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    storage.stop(0);
    threads.shutdownNow();
  }
}
