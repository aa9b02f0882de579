package io.lautum.experiment.storage;

import io.lautum.ResourceException;
import io.lautum.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that a file system answers and has free space. Clients of HDFS and S3 try for minutes
 * without a message, and a mounted folder whose server is gone blocks indefinitely, so each
 * question is asked in a separate thread.
 *
 * @param hadoop settings of the file systems
 * @param patience longest time to wait for an answer
 * @param waitKey setting of {@code patience}, for messages
 */
public record FileSystemCheck(Configuration hadoop, Duration patience, String waitKey) {
  private static final Logger LOG = LoggerFactory.getLogger(FileSystemCheck.class);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 500;

  /**
   * Checks that the file system of a place answers. Whether the place exists does not matter, and
   * other failures are left to its use.
   *
   * @throws ResourceException if it does not answer in time
   */
  public void requireAnswer(Path place) {
    ask(place, () -> nearest(place) != null);
  }

  /**
   * Checks that there is free space where a folder is or will be.
   *
   * @param least necessary number of bytes
   * @param leastKey setting of {@code least}, for the message
   * @throws ResourceException if there is less, or the file system does not answer in time
   */
  public void requireSpace(Path folder, long least, String leastKey) {
    Long free =
        ask(folder, () -> folder.getFileSystem(hadoop).getStatus(nearest(folder)).getRemaining());
    if (free != null && free < least) {
      throw new ResourceException(
          Text.format(
              "%s: %d MiB free, expected at least %d MiB; free space, use another folder, or set"
                  + " --spark-conf %s to less",
              folder, free >> 20, least >> 20, leastKey));
    }
  }

  /** Returns a folder, or its nearest ancestor that exists. */
  private Path nearest(Path folder) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    Path found = files.makeQualified(folder);
    while (true) {
      try {
        FileStatus status = files.getFileStatus(found);
        return status.getPath();
      } catch (FileNotFoundException e) {
        if (found.getParent() == null) {
          return found;
        }
        found = found.getParent();
      }
    }
  }

  /** Returns the answer, or null after a failure that is not a missing answer. */
  private <T> T ask(Path place, Callable<T> question) {
    FutureTask<T> answer = new FutureTask<>(() -> retried(question));
    Thread thread = new Thread(answer, "file-system-check");
    thread.setDaemon(true);
    thread.start();
    try {
      return await(place, answer);
    } catch (TimeoutException e) {
      // The thread may hang in the kernel; it does not keep the process alive.
      answer.cancel(true);
      throw silent(place, Text.format("no answer for %d s", patience.toSeconds()));
    } catch (ExecutionException e) {
      if (isMissingAnswer(e.getCause())) {
        throw silent(place, String.valueOf(e.getCause().getMessage()));
      }
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a file system", e);
    }
  }

  private <T> T await(Path place, FutureTask<T> answer)
      throws TimeoutException, ExecutionException, InterruptedException {
    long first = Math.min(SILENCE.toMillis(), patience.toMillis());
    try {
      return answer.get(first, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("{} does not answer; waiting up to {} s", place, patience.toSeconds());
      return answer.get(patience.toMillis() - first, TimeUnit.MILLISECONDS);
    }
  }

  private <T> T retried(Callable<T> question) throws Exception {
    long start = System.nanoTime();
    while (true) {
      try {
        return question.call();
      } catch (IOException e) {
        if (!isMissingAnswer(e) || System.nanoTime() - start >= patience.toNanos()) {
          throw e;
        }
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  private ResourceException silent(Path place, String reason) {
    return new ResourceException(
        Text.format(
            "%s does not answer: %s; check the file system and its address, or wait longer:"
                + " --spark-conf %s=10m",
            place, reason.lines().findFirst().orElse(""), waitKey));
  }

  private static boolean isMissingAnswer(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof NoRouteToHostException
          || cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }
}
