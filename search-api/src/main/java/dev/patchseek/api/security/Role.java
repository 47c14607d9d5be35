package dev.patchseek.api.security;

/** What a caller may do; each role may also do what those before it may. */
public enum Role {
  /** Nothing but looking at the empty page. */
  NONE,
  /** Search and look at pictures. */
  READ,
  /** Add, replace and remove pictures, run jobs. */
  WRITE,
  /** Exchange model and index. */
  ADMIN;

  boolean may(Role needed) {
    return compareTo(needed) >= 0;
  }
}
