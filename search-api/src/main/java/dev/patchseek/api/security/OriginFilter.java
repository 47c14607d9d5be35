package dev.patchseek.api.security;

import dev.patchseek.api.problem.ProblemResponse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps other sites' pages from using a visitor's browser against the service: by requests across
 * origins, and by a name of theirs that points at this machine.
 */
@Component
@Order(3)
final class OriginFilter extends OncePerRequestFilter {

  private static final Set<String> THIS_MACHINE =
      Set.of("localhost", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]");
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final Access access;

  OriginFilter(Access access) {
    this.access = access;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (access.local() && !THIS_MACHINE.contains(request.getServerName())) {
      ProblemResponse.write(
          response,
          HttpStatus.MISDIRECTED_REQUEST,
          "This service answers as localhost alone; start it with another --host for other names.");
    } else if (!SAFE.contains(request.getMethod()) && isFromElsewhere(request)) {
      ProblemResponse.write(
          response, HttpStatus.FORBIDDEN, "Pages of other origins may not change anything here.");
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean isFromElsewhere(HttpServletRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      // no browser of the last years sends an unsafe request of another site without either
      return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }
    try {
      return !request.getHeader(HttpHeaders.HOST).equals(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
