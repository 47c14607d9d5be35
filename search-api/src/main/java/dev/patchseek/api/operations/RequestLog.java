package dev.patchseek.api.operations;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request an id, which its answer and every line of the log about it carry. */
@Component
@Order(0)
final class RequestLog extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
  private static final String HEADER = "X-Request-Id";
  private static final String KEY = "request";

  /** Nothing that could write a line of its own into the log. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String given = request.getHeader(HEADER);
    String id =
        given != null && ID.matcher(given).matches()
            ? given
            : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    response.setHeader(HEADER, id);
    MDC.put(KEY, id);
    long started = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      LOG.atDebug()
          .addKeyValue("method", request.getMethod())
          .addKeyValue("path", request.getRequestURI())
          .addKeyValue("status", response.getStatus())
          .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
          .log("answered");
      MDC.remove(KEY);
    }
  }
}
