package io.lautum.report.tracking;

import io.lautum.Text;
import io.lautum.experiment.storage.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Writes artifacts with a Hadoop file system, within a limit on the time of all files together. */
final class HadoopArtifacts implements ArtifactStore {
  private final Path root;
  private final Configuration hadoop;
  private final long deadline;

  private HadoopArtifacts(Path root, Configuration hadoop, Duration altogether) {
    this.root = root;
    this.hadoop = hadoop;
    this.deadline = System.nanoTime() + altogether.toNanos();
  }

  /**
   * @param location folder; {@code s3://} is written through S3A, as {@code s3a://}
   * @param sameMachine whether the server runs on this machine; otherwise a local folder must exist
   * @throws IOException if the location is a folder of another machine
   */
  static HadoopArtifacts at(
      String location, boolean sameMachine, Configuration hadoop, Duration altogether)
      throws IOException {
    Path root = new Path(location.replaceFirst("^s3://", "s3a://"));
    String scheme = root.toUri().getScheme();
    if (scheme == null || scheme.equals("file")) {
      Path local = new Path("file", null, scheme == null ? root.toUri().getPath() : path(location));
      if (!sameMachine && !FileSystem.getLocal(hadoop).exists(local)) {
        throw new IOException(
            Text.format(
                "%s is a folder of the server's machine; start the server with --serve-artifacts",
                location));
      }
      root = local;
    }
    return new HadoopArtifacts(root, hadoop, altogether);
  }

  /** Returns the path of a local address, in which MLflow encodes spaces and other characters. */
  private static String path(String location) {
    try {
      String path = new URI(location).getPath();
      return path == null ? new Path(location).toUri().getPath() : path;
    } catch (URISyntaxException e) {
      // The address was set by hand, and is not encoded.
      return new Path(location).toUri().getPath();
    }
  }

  @Override
  public void put(Upload upload) throws IOException {
    FutureTask<Void> copy =
        new FutureTask<>(
            () -> {
              copy(upload);
              return null;
            });
    // File systems retry for minutes, so another thread copies, and this one waits for a limited
    // time.
    Thread thread = new Thread(copy, "artifact");
    thread.setDaemon(true);
    thread.start();
    try {
      copy.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      copy.cancel(true);
      throw new IOException(
          Text.format("%s/%s: not written within the time limit", root, upload.path()), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(
          Text.format(
              "%s/%s: %s: %s",
              root, upload.path(), cause.getClass().getSimpleName(), cause.getMessage()),
          cause);
    } catch (InterruptedException e) {
      copy.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(upload.path() + ": interrupted");
    }
  }

  private void copy(Upload upload) throws IOException {
    try (InputStream in = upload.content().open();
        OutputStream out = OutputFile.create(files(), new Path(root, upload.path()))) {
      in.transferTo(out);
    }
  }

  private FileSystem files() throws IOException {
    String scheme = root.toUri().getScheme();
    if (scheme.equals("file")) {
      // The server would list the checksum files as artifacts.
      return FileSystem.getLocal(hadoop).getRawFileSystem();
    }
    try {
      return root.getFileSystem(hadoop);
    } catch (UnsupportedFileSystemException | RuntimeException e) {
      throw new IOException(
          Text.format(
              "there is no Hadoop file system for the scheme %s (%s); start the server with"
                  + " --serve-artifacts, or add the file system to the class path",
              scheme, e.getMessage()),
          e);
    }
  }
}
