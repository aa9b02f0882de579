package io.lautum.experiment.lock;

import io.lautum.InUseException;
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
 * The right to work in an experiment's folder. Whoever wants it writes a file {@code .lock-ID} into
 * the folder, looks for others' files, and has the lock if there is none; else it takes its file
 * back. So of two at most one has the lock, on every file system whose listing shows what has been
 * written, whatever else it promises.
 *
 * <p>The owner writes its file anew every few seconds. The file of an owner that is gone is
 * removed: at once where it was a process of this machine that has ended, and otherwise when it has
 * not changed for a minute. No clocks are compared.
 */
public final class ExperimentLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExperimentLock.class);

  /**
   * Durations of the protocol.
   *
   * @param beat between two writings of an owner
   * @param stale after which a file that has not changed is nobody's
   * @param retry the longest time before another try, where others try at the same time
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

  /**
   * Takes the lock of a folder, which is made if it is not there.
   *
   * @param command what it is taken for, for the message that others get
   * @param onLoss is run, once, if another process has taken this one for gone: what it does then
   *     could spoil the other's work. Happens if this process stood still for a minute
   * @throws InUseException if another process has it and is alive
   */
  public static ExperimentLock acquire(
      FileSystem files, Path folder, String command, Runnable onLoss) throws IOException {
    return acquire(files, folder, LockOwner.here(command), Times.USUAL, onLoss);
  }

  static ExperimentLock acquire(
      FileSystem files, Path folder, LockOwner owner, Times times, Runnable onLoss)
      throws IOException {
    boolean makesFolder = !files.exists(folder);
    files.mkdirs(folder);
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
      // Whoever tries at the same time has done the same.
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
    // Again: if this process stood still just now, its file may have been taken for nobody's.
    if (!files.others().isEmpty()) {
      return false;
    }
    owner = holder;
    return true;
  }

  /**
   * Removes the file of an owner that is gone; waits until one that only tries has the lock or has
   * given up.
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
              "%s is in use by %s: run the command again later, or with another --workdir"
                  .formatted(folder, owner));
        }
      }
      boolean silent = System.nanoTime() > deadline && found.filter(LockOwner::isHere).isEmpty();
      if (gone || silent) {
        LOG.info(
            "{}: removing the lock of {}, which is gone",
            folder,
            found.map(LockOwner::toString).orElse("an unknown process"));
        files.delete(other);
        return;
      }
      if (now == first) {
        LOG.info(
            "{} is locked by {}: waiting up to {} s for a sign of life",
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
        LOG.error("{}: another process has taken the lock, so this one ends", folder);
        lost = true;
        heart.shutdown();
        onLoss.run();
        return;
      }
      owner = owner.beat();
      files.write(owner);
    } catch (IOException | RuntimeException e) {
      // What keeps this process from the file system keeps others from looking at the lock.
      LOG.warn("{}: the lock could not be renewed: {}", folder, e.toString());
    }
  }

  /** Whether the folder was made for this lock. */
  public boolean madeFolder() {
    return madeFolder;
  }

  /**
   * @throws InUseException if another process has taken the lock
   */
  public void requireHeld() {
    if (lost) {
      throw new InUseException(
          "%s: another process took the lock while this one stood still: run the command again later"
              .formatted(folder));
    }
  }

  /** Gives the lock back. A folder that was made for it, and is empty still, goes too. */
  @Override
  public void close() throws IOException {
    heart.shutdown();
    try {
      if (!heart.awaitTermination(times.stale().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("%s: the file system does not answer".formatted(files.own()));
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
