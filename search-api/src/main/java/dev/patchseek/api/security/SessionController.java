package dev.patchseek.api.security;

import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Keeps a key in a browser, out of reach of scripts, because pictures cannot send headers. */
@RestController
class SessionController {

  private final Access access;

  SessionController(Access access) {
    this.access = access;
  }

  /**
   * What the page sends.
   *
   * @param key as {@code patchseek key} printed it
   */
  record Login(String key) {}

  @PostMapping("/api/v1/session")
  ResponseEntity<Void> login(@RequestBody Login login) {
    if (login.key() == null || access.keys().caller(login.key()).isEmpty()) {
      throw new ResponseStatusException(HttpStatus.UNAUTHORIZED, "Nobody has this key.");
    }
    ResponseCookie cookie =
        ResponseCookie.from(KeyFilter.COOKIE, login.key())
            .httpOnly(true)
            .sameSite("Strict")
            .path("/")
            .maxAge(Duration.ofDays(30))
            .build();
    return ResponseEntity.noContent().header(HttpHeaders.SET_COOKIE, cookie.toString()).build();
  }
}
