package dev.patchseek.api.security;

import dev.patchseek.api.problem.ProblemResponse;
import dev.patchseek.api.settings.ServiceSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Turns away who asks too often. A service for this machine alone without keys counts nobody. */
@Component
@Order(5)
final class RateFilter extends OncePerRequestFilter {

  /** Callers that are remembered; an attacker with more addresses is none that counting stops. */
  private static final int CALLERS = 10_000;

  private final boolean counts;
  private final double perSecond;
  private final double most;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > CALLERS;
        }
      };

  /** What a caller has left at a time. */
  private record Bucket(double left, long nanos) {}

  RateFilter(Access access, ServiceSettings settings) {
    counts = !access.local() || !access.keys().isEmpty();
    most = settings.requestsPerMinute();
    perSecond = most / 60;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Caller caller = (Caller) request.getAttribute(KeyFilter.CALLER);
    if (!counts || take(caller.name(), System.nanoTime())) {
      chain.doFilter(request, response);
    } else {
      response.setHeader(HttpHeaders.RETRY_AFTER, "1");
      ProblemResponse.write(
          response,
          HttpStatus.TOO_MANY_REQUESTS,
          "More than %.0f requests a minute; wait a moment.".formatted(most));
    }
  }

  private boolean take(String caller, long now) {
    synchronized (buckets) {
      Bucket before = buckets.getOrDefault(caller, new Bucket(most, now));
      double left = Math.min(most, before.left + (now - before.nanos) / 1e9 * perSecond);
      boolean granted = left >= 1;
      buckets.put(caller, new Bucket(granted ? left - 1 : left, now));
      return granted;
    }
  }
}
