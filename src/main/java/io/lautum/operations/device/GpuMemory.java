package io.lautum.operations.device;

import io.lautum.Text;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory that networks of the engine {@code cudnn} have allocated on GPUs in this process, and
 * its limit: the system property {@value #LIMIT}, such as {@code 4G}, as JavaCPP's {@code maxbytes}
 * for arrays of the host. Without it only the GPU limits the memory. CUDA's own memory is not
 * counted. Thread-safe.
 */
public final class GpuMemory {
  public static final String LIMIT = "lautum.gpu.maxbytes";

  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([kKmMgG]?)");

  /** The only instance of the process. */
  private static final GpuMemory PROCESS = new GpuMemory(limit(System.getProperty(LIMIT, "")));

  private final long limit;
  private final AtomicLong allocated = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();

  /**
   * @param limit bytes
   */
  GpuMemory(long limit) {
    this.limit = limit;
  }

  /** Returns the memory of this process. */
  public static GpuMemory ofProcess() {
    return PROCESS;
  }

  /**
   * Returns the number of bytes of a size; no limit for an empty string.
   *
   * @throws IllegalArgumentException if the string is not a size
   */
  static long limit(String size) {
    if (size.isEmpty()) {
      return Long.MAX_VALUE;
    }
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          Text.format("%s = %s: expected a size such as 4G or 800M", LIMIT, size));
    }
    int unit = "kmg".indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1;
    return Long.parseLong(matcher.group(1)) << (matcher.group(2).isEmpty() ? 0 : 10 * unit);
  }

  /** Counts memory before its allocation; returns false, and counts nothing, beyond the limit. */
  public boolean reserve(long bytes) {
    long now = allocated.addAndGet(bytes);
    if (now > limit) {
      allocated.addAndGet(-bytes);
      return false;
    }
    peak.accumulateAndGet(now, Math::max);
    return true;
  }

  /** Subtracts memory that has been freed or could not be allocated. */
  public void release(long bytes) {
    allocated.addAndGet(-bytes);
  }

  /** Returns the bytes in use. */
  public long allocated() {
    return allocated.get();
  }

  /** Returns the largest number of bytes that were in use at the same time. */
  public long peak() {
    return peak.get();
  }

  /** Returns the limit in bytes; {@link Long#MAX_VALUE} without one. */
  public long limit() {
    return limit;
  }
}
