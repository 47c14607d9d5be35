package dev.patchseek.api.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Problem details where no controller writes them: in filters and below Spring. */
public final class ProblemResponse {

  /** Made once: answers that refuse work must be no work. */
  private static final byte[] OVERLOADED =
      json(HttpStatus.SERVICE_UNAVAILABLE, new OverloadedException().getMessage());

  private ProblemResponse() {}

  /** Answers that too much is asked for, and when to ask again. */
  public static void writeOverloaded(HttpServletResponse response) throws IOException {
    response.setHeader(
        HttpHeaders.RETRY_AFTER, Integer.toString(OverloadedException.RETRY_SECONDS));
    write(response, HttpStatus.SERVICE_UNAVAILABLE, OVERLOADED);
  }

  /** Answers with a problem; what was to be answered before is forgotten. */
  public static void write(HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    write(response, status, json(status, detail));
  }

  private static void write(HttpServletResponse response, HttpStatus status, byte[] problem)
      throws IOException {
    response.resetBuffer();
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(problem.length);
    response.getOutputStream().write(problem);
    response.flushBuffer();
  }

  static byte[] json(HttpStatus status, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("title", status.getReasonPhrase());
    problem.put("status", status.value());
    problem.put("detail", detail);
    return JsonMapper.shared().writeValueAsString(problem).getBytes(StandardCharsets.UTF_8);
  }
}
