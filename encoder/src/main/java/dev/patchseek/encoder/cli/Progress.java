package dev.patchseek.encoder.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a long job has come: label, bar, done of total, rate, time left and a remark of the job's
 * own. On a terminal one line is redrawn; elsewhere a line is printed every ten seconds and one at
 * the end. Safe to call from several threads.
 */
public final class Progress implements AutoCloseable {

  private static final int BAR_WIDTH = 24;
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long PRINT_NANOS = 10_000_000_000L;

  private final PrintStream out;
  private final String label;
  private final String unit;
  private final long total;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long started;

  private long done;
  private String suffix = "";
  private long shownAt;
  private int shownLength;
  private boolean closed;

  /**
   * Starts the clock.
   *
   * @param out where the line goes
   * @param label what is being done
   * @param total steps of the whole job; 0 where there is nothing to do
   */
  public Progress(PrintStream out, String label, long total) {
    this(out, label, "", total);
  }

  /**
   * Starts the clock.
   *
   * @param unit what is counted, such as {@code pairs}; may be empty
   */
  public Progress(PrintStream out, String label, String unit, long total) {
    this(out, label, unit, total, isTerminal(out), System::nanoTime);
  }

  Progress(
      PrintStream out,
      String label,
      String unit,
      long total,
      boolean terminal,
      LongSupplier nanoTime) {
    this.out = out;
    this.label = label;
    this.unit = unit.isEmpty() ? "" : " " + unit;
    this.total = total;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.shownAt = terminal ? started - REDRAW_NANOS : started;
  }

  /**
   * Tells how far the job is.
   *
   * @param done steps finished since the start
   * @param suffix the job's own remark, such as {@code loss 1.23}; may be empty
   */
  public synchronized void step(long done, String suffix) {
    this.done = done;
    this.suffix = suffix;
    long now = nanoTime.getAsLong();
    if (!closed && now - shownAt >= (terminal ? REDRAW_NANOS : PRINT_NANOS)) {
      show(now);
    }
  }

  /** Shows the last state and ends the line; later steps show nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      show(nanoTime.getAsLong());
      closed = true;
      if (terminal) {
        out.println();
      }
      out.flush();
    }
  }

  private void show(long now) {
    String line = line((now - started) / 1e9);
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
      out.flush();
    } else {
      out.println(line);
    }
    shownAt = now;
    shownLength = line.length();
  }

  private String line(double seconds) {
    double share = total > 0 ? Math.min(1, (double) done / total) : 1;
    int filled = (int) (share * BAR_WIDTH);
    double rate = seconds > 0 ? done / seconds : 0;
    String time =
        done >= total
            ? duration(seconds)
            : rate > 0 ? duration((total - done) / rate) + " left" : "-- left";
    String line =
        String.format(
            Locale.ROOT,
            "%s [%s%s] %d/%d  %.1f%s/s  %s",
            label,
            "#".repeat(filled),
            "-".repeat(BAR_WIDTH - filled),
            done,
            total,
            rate,
            unit,
            time);
    return suffix.isEmpty() ? line : line + "  " + suffix;
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? "%d:%02d".formatted(whole / 60, whole % 60)
        : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
  }

  private static boolean isTerminal(PrintStream out) {
    Console console = System.console();
    return (out == System.out || out == System.err) && console != null && console.isTerminal();
  }
}
