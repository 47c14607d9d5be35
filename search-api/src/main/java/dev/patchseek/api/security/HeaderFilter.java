package dev.patchseek.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Headers that make browsers strict with what the service sends. */
@Component
@Order(1)
final class HeaderFilter extends OncePerRequestFilter {

  private static final String NOTHING_ELSE =
      "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

  /** The page: its own files, and pictures that a visitor has dropped on it. */
  private static final String PAGE = "default-src 'self'; img-src 'self' blob:" + NOTHING_ELSE;

  /** The readable API description styles itself from its scripts and has icons in its styles. */
  private static final String API_PAGE =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'" + NOTHING_ELSE;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean isApiPage = request.getServletPath().startsWith("/swagger-ui");
    response.setHeader("Content-Security-Policy", isApiPage ? API_PAGE : PAGE);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    chain.doFilter(request, response);
  }
}
