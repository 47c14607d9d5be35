package dev.patchseek.api.problem;

/** More is asked for than can be done: 503, to be tried again later. */
public final class OverloadedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What a client should wait. */
  static final int RETRY_SECONDS = 1;

  /** A refusal. */
  public OverloadedException() {
    // thousands a second may be made, and where it was thrown is no news
    super("Too many searches at once; try again in a second.", null, false, false);
  }
}
