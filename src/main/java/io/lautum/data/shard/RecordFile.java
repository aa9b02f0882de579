package io.lautum.data.shard;

import io.lautum.Text;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records of equal length in a local file without a name: the operating system removes it when the
 * process ends, however it ends, or when this object is collected. Thread-safe.
 *
 * <p>The file is read, not mapped: mapped pages count as memory of the process, and a cluster
 * manager ends a process that seems to need too much. The operating system caches what it can. A
 * {@link java.nio.channels.FileChannel} would be closed if one of its threads is interrupted.
 */
final class RecordFile {
  /**
   * Variables in which YARN and Spark's daemons name folders on local disks, separated by commas.
   */
  private static final String[] FOLDERS = {"LOCAL_DIRS", "SPARK_LOCAL_DIRS"};

  private static final int BUFFER = 1 << 20;

  private final RandomAccessFile file;
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

  int count() {
    return count;
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
      synchronized (file) {
        file.seek((long) position * length + from);
        file.readFully(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a local file of images cannot be read; check the disk of " + folder(), e);
    }
    return part;
  }
}
