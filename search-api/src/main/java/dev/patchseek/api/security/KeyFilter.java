package dev.patchseek.api.security;

import dev.patchseek.api.problem.ProblemResponse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a request through when its caller may do what it asks for. */
@Component
@Order(4)
final class KeyFilter extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(KeyFilter.class);

  static final String COOKIE = "patchseek-key";
  static final String CALLER = Caller.class.getName();

  private static final String BEARER = "Bearer ";
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /** The page itself, without a picture; and whether the service is alive. */
  private static final Pattern PUBLIC =
      Pattern.compile("/|/index\\.html|/[a-z-]+\\.(js|css|svg)|/livez|/readyz|/api/v1/session");

  private final Access access;

  KeyFilter(Access access) {
    this.access = access;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String key = key(request);
    Optional<Caller> known = key == null ? Optional.empty() : access.keys().caller(key);
    Caller caller = known.orElseGet(() -> new Caller(request.getRemoteAddr(), access.strangers()));
    request.setAttribute(CALLER, caller);
    Role needed = needed(request);
    if (caller.role().may(needed)) {
      chain.doFilter(request, response);
      if (needed.may(Role.WRITE)) {
        record(caller, request, response);
      }
    } else if (known.isPresent()) {
      ProblemResponse.write(
          response, HttpStatus.FORBIDDEN, "The key '%s' may not do this.".formatted(caller.name()));
    } else {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      ProblemResponse.write(
          response,
          HttpStatus.UNAUTHORIZED,
          "This needs an API key: send it as 'Authorization: Bearer KEY'.");
    }
  }

  /** Who changed what. Addresses are encoded, so that none writes a line of its own. */
  private static void record(
      Caller caller, HttpServletRequest request, HttpServletResponse response) {
    String query = request.getQueryString();
    LOG.atInfo()
        .addKeyValue("caller", caller.name())
        .addKeyValue("status", response.getStatus())
        .log(
            "{}: {} {}{} {}",
            caller.name(),
            request.getMethod(),
            request.getRequestURI(),
            query == null ? "" : "?" + query,
            response.getStatus());
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void reread() {
    access.keys().reread();
  }

  /** What is not known to be harmless needs a key. */
  private static Role needed(HttpServletRequest request) {
    String path = request.getServletPath();
    if (PUBLIC.matcher(path).matches()) {
      return Role.NONE;
    } else if (path.startsWith("/api/v1/admin/")) {
      return Role.ADMIN;
    } else if (READING.contains(request.getMethod()) || path.equals("/api/v1/search")) {
      return Role.READ;
    } else {
      return Role.WRITE;
    }
  }

  private static String key(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.startsWith(BEARER)) {
      return header.substring(BEARER.length()).strip();
    }
    if (request.getCookies() != null) {
      for (Cookie cookie : request.getCookies()) {
        if (cookie.getName().equals(COOKIE)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }
}
