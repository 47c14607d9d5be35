package dev.patchseek.api.security;

import dev.patchseek.api.problem.ProblemResponse;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.springframework.http.HttpStatus;

/**
 * Keeps the bodies of requests in bounds: while one arrives it occupies a thread, so only half of
 * the threads may wait for one, each has to arrive in time, and JSON has to be small. Below the
 * servlets, because forms are read there.
 */
public final class BodyValve extends ValveBase {

  private static final long MOST_JSON = 256 * 1024;

  private final Semaphore places;
  private final Duration patience;

  /**
   * Bounds.
   *
   * @param most bodies that may arrive at a time
   * @param patience how long a body may take beyond what it takes at {@link PacedBody#PACE}
   */
  public BodyValve(int most, Duration patience) {
    super(true);
    this.places = new Semaphore(most);
    this.patience = patience;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    org.apache.coyote.Request below = request.getCoyoteRequest();
    boolean isJson = request.getContentType() != null && request.getContentType().contains("json");
    if (!hasBody(request)) {
      getNext().invoke(request, response);
    } else if (isJson && request.getContentLengthLong() > MOST_JSON) {
      String detail = "The JSON has more than %d bytes.".formatted(MOST_JSON);
      ProblemResponse.write(response.getResponse(), HttpStatus.CONTENT_TOO_LARGE, detail);
      below.action(ActionCode.CLOSE_NOW, null); // nobody waits for the rest
    } else if (!places.tryAcquire()) {
      ProblemResponse.writeOverloaded(response.getResponse());
      below.action(ActionCode.CLOSE_NOW, null);
    } else {
      InputBuffer body = below.getInputBuffer();
      below.setInputBuffer(
          new PacedBody(body, below, isJson ? MOST_JSON : Long.MAX_VALUE, patience));
      try {
        getNext().invoke(request, response);
      } finally {
        below.setInputBuffer(body);
        places.release();
      }
    }
  }

  private static boolean hasBody(Request request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }
}
