package dev.patchseek.encoder.cli;

import dev.patchseek.encoder.hub.Arrivals;
import java.io.PrintStream;

/** Shows how many megabytes of a checkpoint have arrived, from the first one on. */
final class PullProgress implements Arrivals, AutoCloseable {

  private static final long MEGABYTE = 1_000_000;

  private final PrintStream out;
  private final String repo;
  private Progress progress;

  PullProgress(PrintStream out, String repo) {
    this.out = out;
    this.repo = repo;
  }

  @Override
  public void arrived(long bytes, long total, String file) {
    if (progress == null) {
      progress = new Progress(out, repo + " (MB)", total / MEGABYTE);
    }
    progress.step(bytes / MEGABYTE, file);
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }
}
