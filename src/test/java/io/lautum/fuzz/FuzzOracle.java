package io.lautum.fuzz;

import com.sun.management.ThreadMXBean;
import io.lautum.DataException;
import io.lautum.UserException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;

/**
 * Checks that an input is accepted, or rejected with a DataException (a UserException for a
 * configuration), within a time limit and within the target's bound on allocation.
 */
final class FuzzOracle {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Limit of the thread's processor time, because other processes may delay a read for longer. */
  private static final long MAX_NANOS = 10_000_000_000L;

  private static final int SHOWN_BYTES = 4096;

  private FuzzOracle() {}

  /** Returns whether an input is accepted; {@link #rejection} returns the message. */
  static boolean accepts(FuzzTarget target, byte[] input) {
    return rejection(target, input) == null;
  }

  /**
   * Reads an input.
   *
   * @return message of the rejection; null if the input is accepted
   * @throws AssertionError with the input, if the target had any other outcome
   */
  static String rejection(FuzzTarget target, byte[] input) {
    long start = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    String rejection = read(target, input);
    allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
    if (allocated > target.bound(input)) {
      // Loading classes happens once and does not count as allocation of the read.
      allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      read(target, input);
      allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
    }
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    if (nanos > MAX_NANOS) {
      throw failure(input, "took %.1f s".formatted(nanos / 1e9), null);
    }
    if (allocated > target.bound(input)) {
      String found = "allocated %d bytes, more than %d".formatted(allocated, target.bound(input));
      throw failure(input, found, null);
    }
    return rejection;
  }

  private static String read(FuzzTarget target, byte[] input) {
    try {
      target.reader().read(input);
      return null;
    } catch (DataException | UserException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw failure(input, "rejected without a message", e);
      }
      return e.getMessage();
    } catch (Throwable e) {
      throw failure(input, "ended with " + e, e);
    }
  }

  private static AssertionError failure(byte[] input, String found, Throwable cause) {
    String shown = HexFormat.of().formatHex(input, 0, Math.min(input.length, SHOWN_BYTES));
    return new AssertionError("%s for %d bytes: %s".formatted(found, input.length, shown), cause);
  }
}
