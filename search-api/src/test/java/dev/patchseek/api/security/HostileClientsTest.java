package dev.patchseek.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that want to do harm, on real sockets. */
class HostileClientsTest {

  /** More than there are threads. */
  private static final int MANY = 250;

  @TempDir private static Path directory;
  private static SearchServer server;
  private static Http http;

  @BeforeAll
  static void start() throws IOException {
    ColourWorld world = ColourWorld.in(directory);
    server =
        SearchServer.start(
            Map.of(
                "patchseek.index", world.index().toString(),
                "patchseek.port", "0",
                "patchseek.management-port", "-1",
                "patchseek.uploads", directory.resolve("uploads").toString(),
                "patchseek.tar-size", "1MB",
                "patchseek.upload-patience", "1s"));
    http = new Http(server.address(), null);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void trickledHeadersKeepNobodyFromSearching() throws Exception {
    List<Socket> slow = trickle("GET /api/v1/search?q=red HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");

    drip(slow);
    assertAnswers();

    close(slow);
  }

  @Test
  void trickledBodiesKeepNobodyFromSearchingAndAreCutOff() throws Exception {
    List<Socket> slow =
        trickle(
            "PUT /api/v1/images?path=a.png HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Length: 100000\r\n\r\n");
    drip(slow);
    assertAnswers();

    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (open(slow) > 0) {
      assertThat(System.nanoTime()).as("connections that still drip").isLessThan(deadline);
      drip(slow);
      Thread.sleep(200);
    }

    assertThat(http.postJson("/api/v1/search", "{\"q\": \"red\"}").statusCode())
        .as("there is room for bodies again")
        .isEqualTo(200);
    close(slow);
  }

  @Test
  void trickledFormsAreCutOffToo() throws Exception {
    List<Socket> slow =
        trickle(
            "POST /api/v1/search HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Content-Length: 100000\r\n"
                + "Content-Type: multipart/form-data; boundary=edge\r\n\r\n"
                + "--edge\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n");
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (open(slow) > 0) {
      assertThat(System.nanoTime()).as("connections that still drip").isLessThan(deadline);
      drip(slow);
      Thread.sleep(200);
    }
    close(slow);
  }

  @Test
  void aFloodOfHeadersIsRefused() throws Exception {
    StringBuilder request = new StringBuilder("GET /livez HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < 500; i++) {
      request.append("X-").append(i).append(": 1\r\n");
    }
    try (Socket socket = connect()) {
      write(socket, request + "\r\n");
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 400");
    }
  }

  @Test
  void oversizedJsonIsRefusedUnread() throws Exception {
    String large = "{\"q\": \"%s\"}".formatted("x".repeat(300_000));
    try (Socket socket = connect()) {
      write(socket, head("Content-Length: " + large.length()));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 413").contains("more than 262144 bytes");
    }
    try (Socket socket = connect()) {
      write(socket, head("Transfer-Encoding: chunked"));
      int chunks = 0;
      String chunk = "2800\r\n" + "[".repeat(0x2800) + "\r\n";
      while (chunks < 1000 && write(socket, chunk)) {
        chunks++;
      }
      assertThat(chunks).as("chunks of 10 kB until the connection ends").isLessThan(1000);
    }
    Http.assertProblem(http.postJson("/api/v1/search", "[".repeat(100_000)), 400, "");
    assertAnswers();
  }

  @Test
  void holesOfATarUnpackToNothing() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry("hole.png", TarConstants.LF_GNUTYPE_SPARSE);
      entry.setSize(0);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    byte[] sparse = bytes.toByteArray();
    // one hole at 0, up to a terabyte: offset, length, and the real size of the file
    put(sparse, 386, "00000000000");
    put(sparse, 398, "00000000000");
    put(sparse, 483, "20000000000");
    sparse = checked(sparse);

    HttpResponse<String> response = tar(sparse);

    Http.assertProblem(response, 400, "no tar with pictures");
    assertAnswers();
  }

  @Test
  void aTarWhoseNamesAreEndlessIsRefused() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      byte[] name = new byte[3 << 20];
      TarArchiveEntry entry =
          new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
      entry.setSize(name.length);
      tar.putArchiveEntry(entry);
      tar.write(name);
      tar.closeArchiveEntry();
    }

    Http.assertProblem(tar(bytes.toByteArray()), 400, "damaged");
  }

  private static HttpResponse<String> tar(byte[] tar) throws Exception {
    return http.send("POST", "/api/v1/jobs", "application/x-tar", tar);
  }

  private static void put(byte[] head, int at, String octal) {
    System.arraycopy(octal.getBytes(StandardCharsets.US_ASCII), 0, head, at, octal.length());
  }

  /** With the checksum that its head needs. */
  private static byte[] checked(byte[] head) {
    put(head, 148, "        ");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += head[i] & 0xff;
    }
    put(head, 148, "%06o\0 ".formatted(sum));
    return head;
  }

  private static String head(String length) {
    return "POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + length
        + "\r\n\r\n";
  }

  private static void assertAnswers() throws Exception {
    long asked = System.nanoTime();
    assertThat(http.get("/api/v1/search?q=red").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
  }

  private static List<Socket> trickle(String begin) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      sockets.add(connect());
      write(sockets.getLast(), begin);
    }
    return sockets;
  }

  private static Socket connect() throws IOException {
    return new Socket("127.0.0.1", server.address().getPort());
  }

  /** A byte on every connection that is left. */
  private static void drip(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      if (!socket.isClosed() && !write(socket, "x")) {
        socket.close();
      }
    }
  }

  private static long open(List<Socket> sockets) {
    return sockets.stream().filter(socket -> !socket.isClosed()).count();
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** Whether the service still listens. */
  private static boolean write(Socket socket, String text) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
