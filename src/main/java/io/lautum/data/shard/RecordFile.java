package io.lautum.data.shard;

import io.lautum.Text;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of equal length in a local file without a name: the operating system removes it when the
 * process ends, however it ends, or when this object is collected. Thread-safe.
 *
 * <p>The file is read, not mapped: mapped pages count as memory of the process, and a cluster
 * manager ends a process that seems to need too much. The operating system caches what it can. A
 * {@link java.nio.channels.FileChannel} would be closed if one of its threads is interrupted.
 *
 * <p>If the file is larger than the free memory, most reads wait for the disk. So a thread of the
 * process reads announced records, after which the operating system has them in its cache.
 */
final class RecordFile {
  private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);

  /**
   * Variables in which YARN and Spark's daemons name folders on local disks, separated by commas.
   */
  private static final String[] FOLDERS = {"LOCAL_DIRS", "SPARK_LOCAL_DIRS"};

  private static final int BUFFER = 1 << 20;

  /** Announcements that may wait. If there are more, the disk is too slow to read ahead. */
  private static final int WAITING = 32;

  private static final Executor AHEAD =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> {
            Thread thread = new Thread(task, "read-ahead");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy());

  private final RandomAccessFile file;

  /** A second handle, so that reading ahead does not move the position of the first. */
  private final RandomAccessFile ahead;

  private final int length;
  private byte[] buffer;
  private int buffered;
  private int count;

  /**
   * Creates a file without records.
   *
   * @param length bytes per record
   * @throws IOException if the folder for local files cannot be written
   */
  RecordFile(int length) throws IOException {
    this.length = length;
    this.buffer = new byte[Math.max(1, BUFFER / length) * length];
    Path path = Files.createTempFile(folder(), "lautum-", ".records");
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
      ahead = new RandomAccessFile(path.toFile(), "r");
    } finally {
      Files.delete(path);
    }
  }

  private static Path folder() {
    for (String variable : FOLDERS) {
      String folders = System.getenv(variable);
      if (folders != null && new File(folders.split(",")[0]).isDirectory()) {
        return Path.of(folders.split(",")[0]);
      }
    }
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /**
   * Adds a record.
   *
   * @param parts parts of the record, of {@link #length} bytes together
   * @throws IOException if the disk is full
   */
  void append(byte[]... parts) throws IOException {
    int from = buffered;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, buffer, buffered, part.length);
      buffered += part.length;
    }
    if (buffered - from != length) {
      throw new IllegalArgumentException(
          Text.format("expected a record of [%d] bytes, got [%d]", length, buffered - from));
    }
    count++;
    if (buffered == buffer.length) {
      flush();
    }
  }

  private void flush() throws IOException {
    file.write(buffer, 0, buffered);
    buffered = 0;
  }

  /** Ends writing and frees the buffer. */
  RecordFile complete() throws IOException {
    flush();
    buffer = null;
    return this;
  }

  /**
   * Returns a part of a record.
   *
   * @param position number of the record, from 0
   * @param from first byte within the record
   */
  byte[] read(int position, int from, int bytes) {
    byte[] part = new byte[bytes];
    try {
      read(file, (long) position * length + from, part);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a local file of images cannot be read; check the disk of " + folder(), e);
    }
    return part;
  }

  private static void read(RandomAccessFile file, long from, byte[] bytes) throws IOException {
    synchronized (file) {
      file.seek(from);
      file.readFully(bytes);
    }
  }

  /** Reads records into the operating system's cache, in the background. */
  void announce(int[] positions) {
    AHEAD.execute(
        () -> {
          byte[] record = new byte[length];
          try {
            for (int position : positions) {
              read(ahead, (long) position * length, record);
            }
          } catch (IOException e) {
            LOG.debug("a record cannot be read ahead", e);
          }
        });
  }
}
