package dev.patchseek.indexer.query;

/** An index does not answer for now; the same may be asked again. */
public final class UnavailableException extends RuntimeException {

  /**
   * Tells why.
   *
   * @param cause of it
   */
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
