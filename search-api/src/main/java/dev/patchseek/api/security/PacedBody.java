package dev.patchseek.api.security;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** The body of a request, cut off where it arrives too slowly or has too many bytes. */
final class PacedBody implements InputBuffer {

  /** Bytes a second that the slowest connection manages that is of any use. */
  static final int PACE = 8 * 1024;

  private final InputBuffer body;
  private final Request request;
  private final long most;
  private final Duration patience;
  private final long begun = System.nanoTime();
  private long bytes;

  PacedBody(InputBuffer body, Request request, long most, Duration patience) {
    this.body = body;
    this.request = request;
    this.most = most;
    this.patience = patience;
  }

  @Override
  public int doRead(ApplicationBufferHandler handler) throws IOException {
    int read = body.doRead(handler);
    bytes += Math.max(0, read);
    Duration allowed = patience.plusMillis(bytes * 1000 / PACE);
    if (bytes > most) {
      throw cutOff("the body has more than %d bytes".formatted(most));
    } else if (read > 0 && System.nanoTime() - begun > allowed.toNanos()) {
      throw cutOff("the body arrives too slowly");
    }
    return read;
  }

  /** Without waiting for the rest, as would be usual. */
  private IOException cutOff(String reason) {
    request.action(ActionCode.CLOSE_NOW, null);
    return new SocketTimeoutException(reason);
  }

  @Override
  public int available() {
    return body.available();
  }
}
