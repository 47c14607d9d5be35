package dev.patchseek.encoder.hub;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.net.http.HttpResponse;

/**
 * A hub's answer that is not what was asked for.
 *
 * @param status of HTTP
 * @param code of the header {@code X-Error-Code}, such as {@code GatedRepo}; may be empty
 * @param retryAfter of the header of that name; may be empty
 * @param what was asked for
 * @param withToken whether a token is set
 */
record Refusal(int status, String code, String retryAfter, String what, boolean withToken) {

  static Refusal of(HttpResponse<?> response, String what, boolean withToken) {
    return new Refusal(
        response.statusCode(),
        response.headers().firstValue("X-Error-Code").orElse(""),
        response.headers().firstValue("Retry-After").orElse(""),
        what,
        withToken);
  }

  /**
   * Throws what it means.
   *
   * @throws IOException when another attempt may succeed
   * @throws InvalidInputException when the user has to do something first
   */
  void raise() throws IOException {
    boolean mayPass = status >= 500 || status == 408 || status == 416 || status == 429;
    if (mayPass) {
      throw new HubBusyException("status %d for %s".formatted(status, what), retryAfter);
    }
    throw new InvalidInputException(
        "the hub refuses %s with status %d: %s".formatted(what, status, advice()));
  }

  private String advice() {
    if (code.equals("GatedRepo")) {
      return withToken
          ? "the repository is gated; ask for access on its page with the token's account"
          : "the repository is gated; ask for access on its page, then set HF_TOKEN";
    }
    if (code.equals("RevisionNotFound")) {
      return "there is no such branch, tag or commit; look at the repository's history";
    }
    return switch (status) {
      case 401 ->
          withToken
              ? "the token is not valid; make a new one and set HF_TOKEN"
              : "the name is wrong, or the repository is private: check owner/name, or set HF_TOKEN";
      case 403 -> "the token may not read this repository; give it the right to, or take another";
      case 404 ->
          withToken
              ? "there is no such repository or file, or the token may not see it; check owner/name"
              : "there is no such repository or file; check owner/name";
      default -> "PatchSeek does not know this answer; is HF_ENDPOINT a Hugging Face hub?";
    };
  }
}
