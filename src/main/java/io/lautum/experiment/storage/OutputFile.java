package io.lautum.experiment.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file being written, which reports a failure once. HDFS throws the exception of a failed write
 * again when the stream is closed, and try-with-resources cannot add an exception to itself: it
 * would throw an IllegalArgumentException in its place. Hadoop's local file system throws an error
 * without a path, such as for a full disk; here it is an IOException with one.
 */
public final class OutputFile extends OutputStream {
  private final FSDataOutputStream out;
  private final Path path;
  private boolean failed;

  private OutputFile(FSDataOutputStream out, Path path) {
    this.out = out;
    this.path = path;
  }

  /** Creates the file, or replaces it. */
  public static OutputFile create(FileSystem files, Path path) throws IOException {
    return new OutputFile(files.create(path, true), path);
  }

  @Override
  public void write(int value) throws IOException {
    reporting(() -> out.write(value));
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    reporting(() -> out.write(bytes, from, length));
  }

  @Override
  public void flush() throws IOException {
    reporting(out::flush);
  }

  /** Makes everything written so far visible to readers. */
  void hflush() throws IOException {
    reporting(out::hflush);
  }

  /**
   * Closes the file.
   *
   * @throws IOException if closing fails and no earlier call has failed
   */
  @Override
  public void close() throws IOException {
    boolean reported = failed;
    try {
      reporting(out::close);
    } catch (IOException e) {
      if (!reported) {
        throw e;
      }
    }
  }

  private void reporting(Write write) throws IOException {
    try {
      write.run();
    } catch (IOException e) {
      failed = true;
      throw e;
    } catch (FSError e) {
      failed = true;
      throw new IOException(path + ": " + e.getCause().getMessage(), e);
    }
  }

  private interface Write {
    void run() throws IOException;
  }
}
