package dev.patchseek.encoder.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Breaks a stream that has been silent for too long. Java's HTTP client waits for the rest of a
 * body forever.
 */
final class WatchedStream extends FilterInputStream {

  private final Duration silence;
  private final Thread watch;
  private volatile long arrivals;
  private volatile boolean broken;

  WatchedStream(InputStream in, Duration silence) {
    super(in);
    this.silence = silence;
    this.watch = Thread.ofVirtual().start(this::watch);
  }

  private void watch() {
    try {
      long before;
      do {
        before = arrivals;
        Thread.sleep(silence);
      } while (arrivals != before);
      broken = true;
      in.close();
    } catch (InterruptedException | IOException e) {
      // closed: nothing is left to watch
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int n = super.read(target, offset, length);
      arrivals++;
      return n;
    } catch (IOException e) {
      if (broken) {
        throw new IOException("no byte for " + silence.toSeconds() + " seconds", e);
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    super.close();
  }
}
