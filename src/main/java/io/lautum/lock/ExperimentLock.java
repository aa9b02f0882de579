package io.lautum.lock;

import io.lautum.DataException;
import io.lautum.InUseException;
import io.lautum.storage.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to work in an experiment's folder: a file {@code .lock} in it, which its owner writes
 * anew every few seconds. The lock of an owner that is gone is taken over: at once where the owner
 * was a process of this machine that has ended, and otherwise when the file has not changed for a
 * minute. No clocks are compared.
 *
 * <p>A file is made by one of several processes only on local disks and HDFS. Object stores can
 * only be looked at again a moment later, which tells two owners apart unless they are moments
 * apart themselves.
 */
public final class ExperimentLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExperimentLock.class);
  private static final String FILE = ".lock";

  /** How often an owner writes, how long it may pause, and how soon a new file is looked at. */
  record Times(Duration beat, Duration stale, Duration settle) {
    static final Times USUAL =
        new Times(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(2));
  }

  private final FileSystem files;
  private final Path folder;
  private final Path file;
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
   * @param onLoss is run, once, if the lock is found to be another's: what this process does then
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
    // Without checksum files, which would be a second file to replace at each beat.
    this.files = files instanceof LocalFileSystem local ? local.getRaw() : files;
    this.folder = folder;
    this.file = new Path(folder, FILE);
    this.owner = owner;
    this.times = times;
    this.onLoss = onLoss;
    this.madeFolder = madeFolder;
  }

  private void take() throws IOException {
    while (!create()) {
      byte[] found = read();
      Optional<LockOwner> other = owner(found);
      if (other.isPresent() && other.get().isHere()) {
        if (other.get().isAlive()) {
          throw held(other);
        }
      } else {
        awaitSilence(found, other);
      }
      if (remove(found)) {
        LOG.info(
            "{}: took over the lock of {}, which is gone",
            folder,
            other.map(LockOwner::toString).orElse("an unknown process"));
      }
    }
    if (!isExclusive()) {
      sleep(times.settle());
      Optional<LockOwner> first = owner(read());
      if (first.isEmpty() || !first.get().id().equals(owner.id())) {
        throw held(first);
      }
    }
  }

  /** Makes the file, unless there is one. */
  private boolean create() throws IOException {
    byte[] content = content();
    if (isLocal()) {
      try {
        Files.write(local(), content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      }
    }
    try (OutputStream out = files.create(file, false)) {
      out.write(content);
      return true;
    } catch (IOException e) {
      if (files.exists(file)) {
        // Each file system has its own exception for this.
        return false;
      }
      throw e;
    }
  }

  /** Returns when the file has stayed as it is for so long that its owner must be gone. */
  private void awaitSilence(byte[] found, Optional<LockOwner> other) throws IOException {
    LOG.info(
        "{} is locked by {}: waiting up to {} s for a sign of life",
        folder,
        other.map(LockOwner::toString).orElse("an unknown process"),
        times.stale().toSeconds());
    long deadline = System.nanoTime() + times.stale().toNanos();
    while (System.nanoTime() < deadline) {
      sleep(times.beat().dividedBy(4));
      byte[] now = read();
      if (now.length == 0 && !files.exists(file)) {
        return;
      }
      if (!Arrays.equals(found, now)) {
        throw held(owner(now));
      }
    }
  }

  /**
   * Removes a file that nobody keeps alive. Of several processes that want to, one succeeds in
   * renaming it; one that has moved a newer file by that puts it back.
   */
  private boolean remove(byte[] stale) throws IOException {
    Path aside = new Path(folder, FILE + "." + owner.id());
    try {
      if (!files.rename(file, aside)) {
        return false;
      }
    } catch (FileNotFoundException e) {
      return false;
    }
    byte[] moved = read(aside);
    if (!Arrays.equals(moved, stale)) {
      files.rename(aside, file);
      throw held(owner(moved));
    }
    files.delete(aside, false);
    return true;
  }

  private void beat() {
    try {
      if (!isMine()) {
        LOG.error("{}: another process has taken the lock, so this one ends", folder);
        lost = true;
        heart.shutdown();
        onLoss.run();
        return;
      }
      owner = owner.beat();
      try (OutputStream out = files.create(file, true)) {
        out.write(content());
      }
    } catch (IOException | RuntimeException e) {
      // What keeps this process from the file system keeps others from looking at the lock.
      LOG.warn("{}: the lock could not be renewed: {}", folder, e.toString());
    }
  }

  private boolean isMine() throws IOException {
    byte[] content = read();
    // A file that is empty or cut off may be one that this process was kept from finishing.
    return files.exists(file)
        && owner(content).map(found -> found.id().equals(owner.id())).orElse(true);
  }

  /**
   * @throws InUseException if the lock was found to be another's
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
        throw new IOException("%s: the file system does not answer".formatted(file));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (isMine()) {
      files.delete(file, false);
    }
    if (madeFolder && files.exists(folder) && files.listStatus(folder).length == 0) {
      files.delete(folder, false);
    }
  }

  private InUseException held(Optional<LockOwner> other) {
    return new InUseException(
        "%s is in use by %s: run the command again later, or with another --workdir"
            .formatted(folder, other.map(LockOwner::toString).orElse("another process")));
  }

  private boolean isLocal() {
    return "file".equals(files.getUri().getScheme());
  }

  /** Whether, of several processes that make the file, only one succeeds. */
  private boolean isExclusive() {
    return isLocal() || "hdfs".equals(files.getUri().getScheme());
  }

  private java.nio.file.Path local() {
    return java.nio.file.Path.of(file.toUri().getPath());
  }

  private byte[] content() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Json.write(owner, out);
    return out.toByteArray();
  }

  private byte[] read() throws IOException {
    return read(file);
  }

  /** What is in the file now: nothing if it is gone or just being made. */
  private byte[] read(Path path) throws IOException {
    try (var in = files.open(path)) {
      return in.readNBytes(Json.MAX_BYTES);
    } catch (FileNotFoundException e) {
      return new byte[0];
    }
  }

  /** The owner; none if the file is not whole. */
  private Optional<LockOwner> owner(byte[] content) {
    try {
      LockOwner found =
          Json.read(new ByteArrayInputStream(content), FILE, "a lock's owner", LockOwner.class);
      return Optional.of(found).filter(owner -> owner.id() != null && owner.machine() != null);
    } catch (DataException e) {
      return Optional.empty();
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a lock", e);
    }
  }
}
