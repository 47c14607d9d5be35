package dev.patchseek.api.engine;

import dev.patchseek.api.problem.ProblemResponse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** In front of a cluster: tells who wants to write who does that. */
@Component
@ConditionalOnProperty(name = "patchseek.engine", havingValue = "opensearch")
@Order(5)
final class ReadOnlyFilter extends OncePerRequestFilter {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (writes(request)) {
      ProblemResponse.write(
          response,
          HttpStatus.CONFLICT,
          "The index is one of a cluster, which this service only reads: cluster/opensearch/load"
              + " writes its images.");
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean writes(HttpServletRequest request) {
    String path = request.getServletPath();
    return path.startsWith("/api/v1/jobs")
        || path.startsWith("/api/v1/admin/")
        || path.startsWith("/api/v1/images") && !READING.contains(request.getMethod());
  }
}
