package dev.patchseek.api.engine;

import dev.patchseek.api.problem.ProblemResponse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses searches that would not be admitted before anything is done for them: when too much is
 * asked for, refusing must not cost what answering needs. It takes no place, which a client that
 * sends its request slowly would hold.
 */
@Component
@Order(2)
final class AdmissionFilter extends OncePerRequestFilter {

  private static final Pattern SEARCH = Pattern.compile("/api/v1/(search|images/[^/]+/similar)");

  private final Admission admission;

  AdmissionFilter(Admission admission) {
    this.admission = admission;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isSearch(request.getServletPath()) && admission.refuses()) {
      ProblemResponse.writeOverloaded(response);
    } else {
      chain.doFilter(request, response);
    }
  }

  static boolean isSearch(String path) {
    return SEARCH.matcher(path).matches();
  }
}
