package dev.patchseek.data.dataset;

import java.io.IOException;

/**
 * Where the bytes of one picture lie: a file, or an entry of a tar. Reading it needs no open
 * handle.
 */
public interface ImageSource {

  /** The path relative to the folder or tar it came from, with '/' between its parts. */
  String name();

  /** Reads the whole encoded file. */
  byte[] read() throws IOException;
}
