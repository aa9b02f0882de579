package io.lautum.experiment.lock;

import io.lautum.InUseException;
import io.lautum.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exclusive right to work in a folder, such as an experiment's. A process that wants the lock
 * writes a file {@code .lock-ID} into the folder and lists the other processes' files. If there are
 * none, it has the lock; otherwise it deletes its file again. So at most one of two processes has
 * the lock, on every file system whose listing shows files that have been written.
 *
 * <p>The owner rewrites its file every few seconds. The file of a process that no longer runs is
 * removed: immediately if it ran on this machine, otherwise if the file has not changed for a
 * minute. No clocks are compared.
 */
public final class ExperimentLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExperimentLock.class);

  /**
   * Durations of the protocol.
   *
   * @param beat time between two writes of an owner
   * @param stale time without changes after which a file has no owner
   * @param retry maximum time before another attempt, if several processes try simultaneously
   */
  record Times(Duration beat, Duration stale, Duration retry) {
    static final Times USUAL =
        new Times(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(1));
  }

  private final LockFiles files;
  private final Path folder;
  private final Times times;
  private final Runnable onLoss;
  private final boolean madeFolder;
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "experiment-lock");
            thread.setDaemon(true);
            return thread;
          });

  private LockOwner owner;
  private volatile boolean lost;

  /** Returns whether a file of this name in an experiment's folder belongs to a lock. */
  public static boolean isFile(String name) {
    return name.startsWith(LockFiles.PREFIX);
  }

  /**
   * Acquires the lock of a folder, which is created if it does not exist.
   *
   * @param command command that needs the lock, for the message to other processes
   * @param onLoss run once if another process has taken the lock, because this one was suspended
   *     for a minute; must stop the work, which could damage the other's
   * @throws InUseException if another process has the lock and is alive
   */
  public static ExperimentLock acquire(
      FileSystem files, Path folder, String command, Runnable onLoss) throws IOException {
    return acquire(files, folder, LockOwner.here(command), Times.USUAL, onLoss);
  }

  static ExperimentLock acquire(
      FileSystem files, Path folder, LockOwner owner, Times times, Runnable onLoss)
      throws IOException {
    boolean makesFolder = LockFiles.makeFolder(files, folder);
    ExperimentLock lock = new ExperimentLock(files, folder, owner, times, onLoss, makesFolder);
    lock.take();
    long beat = times.beat().toMillis();
    lock.heart.scheduleWithFixedDelay(lock::beat, beat, beat, TimeUnit.MILLISECONDS);
    return lock;
  }

  private ExperimentLock(
      FileSystem files,
      Path folder,
      LockOwner owner,
      Times times,
      Runnable onLoss,
      boolean madeFolder) {
    this.files = new LockFiles(files, folder, owner.id());
    this.folder = folder;
    this.owner = owner;
    this.times = times;
    this.onLoss = onLoss;
    this.madeFolder = madeFolder;
  }

  private void take() throws IOException {
    while (true) {
      for (Path other : files.others()) {
        removeUnlessAlive(other);
      }
      boolean held = false;
      try {
        held = tryOnce();
      } finally {
        if (!held) {
          files.delete();
        }
      }
      if (held) {
        return;
      }
      // Other processes that tried simultaneously have withdrawn their files as well.
      sleep(ThreadLocalRandom.current().nextLong(times.retry().toMillis()) + 1);
    }
  }

  private boolean tryOnce() throws IOException {
    files.write(owner);
    if (!files.others().isEmpty()) {
      return false;
    }
    LockOwner holder = owner.holding();
    files.write(holder);
    // Checked twice: if this process was suspended just now, its file may have been considered
    // stale.
    if (!files.others().isEmpty()) {
      return false;
    }
    owner = holder;
    return true;
  }

  /**
   * Removes the file of a process that no longer runs; waits for one that is still trying.
   *
   * @throws InUseException if its owner has the lock and is alive
   */
  private void removeUnlessAlive(Path other) throws IOException {
    byte[] first = files.read(other);
    long deadline = System.nanoTime() + times.stale().toNanos();
    for (byte[] now = first; now != null; now = files.read(other)) {
      Optional<LockOwner> found = LockFiles.owner(now);
      boolean gone = false;
      if (found.isPresent()) {
        LockOwner owner = found.get();
        gone = owner.isHere() && !owner.isAlive();
        boolean alive = owner.isHere() || !Arrays.equals(first, now);
        if (!gone && alive && owner.holds()) {
          throw new InUseException(
              Text.format(
                  "%s is in use by %s; rerun the command later, or write to another folder",
                  folder, owner));
        }
      }
      boolean silent = System.nanoTime() > deadline && found.filter(LockOwner::isHere).isEmpty();
      if (gone || silent) {
        LOG.info(
            "{}: removing the lock of {}, which no longer runs",
            folder,
            found.map(LockOwner::toString).orElse("an unknown process"));
        files.delete(other);
        return;
      }
      if (now == first) {
        LOG.info(
            "{} is locked by {}; waiting up to {} s to see whether that process still refreshes the"
                + " lock",
            folder,
            found.map(LockOwner::toString).orElse("an unknown process"),
            times.stale().toSeconds());
      }
      sleep(times.beat().toMillis() / 4);
    }
  }

  private void beat() {
    try {
      if (!files.isPresent() || files.isHeldByAnother()) {
        LOG.error("{}: another process has taken the lock; this one stops", folder);
        lost = true;
        heart.shutdown();
        onLoss.run();
        return;
      }
      owner = owner.beat();
      files.write(owner);
    } catch (IOException | RuntimeException e) {
      // A file system that this process cannot reach is probably unreachable for other processes,
      // too.
      LOG.warn("{}: the lock could not be renewed: {}", folder, e.toString());
    }
  }

  /** Returns whether the folder was created for this lock. */
  public boolean madeFolder() {
    return madeFolder;
  }

  /**
   * Checks that this process still has the lock.
   *
   * @throws InUseException if another process has taken it
   */
  public void requireHeld() {
    if (lost) {
      throw new InUseException(
          Text.format(
              "%s: another process took the lock while this one was suspended; rerun the command"
                  + " later",
              folder));
    }
  }

  /** Releases the lock. Deletes the folder if it was created for the lock and is still empty. */
  @Override
  public void close() throws IOException {
    heart.shutdown();
    try {
      if (!heart.awaitTermination(times.stale().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(Text.format("%s: the file system does not answer", files.own()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    files.delete();
    if (madeFolder) {
      files.deleteFolderIfEmpty();
    }
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a lock", e);
    }
  }
}
