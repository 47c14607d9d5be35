package dev.patchseek.opensearch.client.http;

import java.io.IOException;

/** An answer of a cluster that is an error. */
public final class RefusedException extends IOException {

  private final int status;

  /**
   * An error of a whole answer, or of an item in one.
   *
   * @param status as of HTTP
   */
  public RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The status of HTTP, 400 to 599. */
  public int status() {
    return status;
  }

  /**
   * Whether a request, or an item of one, may be taken later: the cluster is full or lacks a node.
   */
  public static boolean isPassing(int status) {
    return status == 429 || status >= 500;
  }

  /** Whether the same may be taken later after this failure; where no node answers, it may. */
  public static boolean isPassing(IOException failure) {
    return !(failure instanceof RefusedException refused) || isPassing(refused.status);
  }
}
