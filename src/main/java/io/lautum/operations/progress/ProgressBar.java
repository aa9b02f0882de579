package io.lautum.operations.progress;

import io.lautum.Text;
import java.io.PrintStream;

/**
 * One line on a terminal that is redrawn in place. If standard error is a terminal, the launcher
 * sets the system property {@code lautum.terminal} to its width in columns; without that property
 * nothing is drawn.
 */
public final class ProgressBar {
  private static final String WIDTH = "lautum.terminal";
  private static final String CLEAR_LINE = "\r\033[K";
  private static final int LEAST_WIDTH = 40;
  private static final int BAR = 24;

  private final PrintStream out;
  private final int width;

  /**
   * @param width columns of the terminal; below 1 without a terminal
   */
  ProgressBar(PrintStream out, int width) {
    this.out = out;
    this.width = width < 1 ? 0 : Math.max(LEAST_WIDTH, width);
  }

  /** Returns the bar of this process, on standard error. */
  public static ProgressBar ofProcess() {
    return new ProgressBar(System.err, Integer.getInteger(WIDTH, 0));
  }

  /** Returns whether there is a terminal to draw on. */
  public boolean isShown() {
    return width > 0;
  }

  /**
   * Draws the line; does nothing without a terminal.
   *
   * @param stage stage in progress
   * @param done number of finished rounds or steps
   * @param total total number of rounds or steps
   * @param detail additional text, truncated at the end of the line
   * @param secondsLeft estimated remaining time; NaN if unknown
   */
  public void show(String stage, long done, long total, String detail, double secondsLeft) {
    if (!isShown()) {
      return;
    }
    double fraction = total < 1 ? 0 : Math.min(1, (double) done / total);
    int full = (int) Math.floor(BAR * fraction);
    String line =
        Text.format(
            "%s %s%s %3.0f %%  %d of %d%s%s",
            stage,
            "█".repeat(full),
            "░".repeat(BAR - full),
            100 * fraction,
            done,
            total,
            Double.isFinite(secondsLeft) ? "  " + duration(secondsLeft) + " left" : "",
            detail.isEmpty() ? "" : "  " + detail);
    // The last column stays free: some terminals wrap as soon as it is written.
    out.print(CLEAR_LINE + line.substring(0, Math.min(line.length(), width - 1)));
    out.flush();
  }

  /** Removes the line. */
  public void clear() {
    if (isShown()) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }

  /** Formats a duration as {@code 42 s}, {@code 3:07 min} or {@code 2:05 h}. */
  static String duration(double seconds) {
    long rounded = Math.max(0, Math.round(seconds));
    if (rounded < 100) {
      return rounded + " s";
    }
    long minutes = rounded / 60;
    return minutes < 100
        ? Text.format("%d:%02d min", minutes, rounded % 60)
        : Text.format("%d:%02d h", minutes / 60, minutes % 60);
  }
}
