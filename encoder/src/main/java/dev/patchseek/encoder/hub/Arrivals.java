package dev.patchseek.encoder.hub;

/** Is told how far a pull has come. */
public interface Arrivals {

  /**
   * Bytes have arrived.
   *
   * @param bytes of all files that are there
   * @param total bytes that all files have together
   * @param file that is on its way
   */
  void arrived(long bytes, long total, String file);
}
