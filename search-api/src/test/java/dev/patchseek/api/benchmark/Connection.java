package dev.patchseek.api.benchmark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One client's connection, kept open as long as the service keeps it. Little more than a socket,
 * because clients that share the cores with the service take from what they measure.
 */
final class Connection implements AutoCloseable {

  private final URI server;
  private Socket socket;
  private InputStream in;

  /** An answer's status, what Retry-After says (seconds; 0 for nothing), and its body's length. */
  record Answer(int status, int retryAfter, int length) {}

  Connection(URI server) {
    this.server = server;
  }

  /** Asks, on a new connection when the service has closed the one before. */
  Answer get(String path) throws IOException {
    if (socket == null) {
      socket = new Socket(server.getHost(), server.getPort());
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }
    String request = "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, server.getAuthority());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return answer();
  }

  private Answer answer() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    int retryAfter = 0;
    int length = -1;
    boolean closes = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("retry-after:")) {
        retryAfter = Integer.parseInt(header.substring(12).strip());
      } else if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      } else if (header.equals("connection: close")) {
        closes = true;
      }
    }
    length = length < 0 ? skipChunks() : skip(length);
    if (closes) {
      close();
    }
    return new Answer(status, retryAfter, length);
  }

  private int skipChunks() throws IOException {
    int all = 0;
    int length = -1;
    while (length != 0) {
      length = Integer.parseInt(line(), 16);
      all += skip(length);
      line();
    }
    return all;
  }

  private int skip(int length) throws IOException {
    in.skipNBytes(length);
    return length;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int read = in.read();
    while (read != '\n') {
      if (read < 0) {
        throw new IOException("the service closed the connection");
      }
      if (read != '\r') {
        line.append((char) read);
      }
      read = in.read();
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
