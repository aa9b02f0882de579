package io.lautum.experiment.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.InUseException;
import io.lautum.ResourceException;
import io.lautum.UserException;
import io.lautum.experiment.storage.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentLockTest {
  private static final ExperimentLock.Times QUICK =
      new ExperimentLock.Times(
          Duration.ofMillis(50), Duration.ofMillis(1500), Duration.ofMillis(100));

  /** An owner that lives as long as this test. */
  private static final LockOwner HERE = LockOwner.here("run");

  @TempDir private java.nio.file.Path temporary;
  private java.nio.file.Path lockFile;
  private FileSystem files;
  private Path folder;

  @BeforeEach
  void setUp() throws IOException {
    files = FileSystem.getLocal(new Configuration(false));
    folder = new Path(temporary.resolve("experiment").toString());
    lockFile = temporary.resolve("experiment/.lock-other");
  }

  private ExperimentLock acquire() throws IOException {
    return acquire(() -> {});
  }

  private ExperimentLock acquire(Runnable onLoss) throws IOException {
    return ExperimentLock.acquire(files, folder, LockOwner.here("tune"), QUICK, onLoss);
  }

  private void hold(LockOwner owner) throws IOException {
    Files.createDirectories(lockFile.getParent());
    try (OutputStream out = Files.newOutputStream(lockFile)) {
      Json.write(owner, out);
    }
  }

  /** Returns the owner of the only lock in the folder. */
  private LockOwner owner() throws IOException {
    try (var in = Files.newInputStream(locks().get(0))) {
      return Json.read(in, "lock", "an owner", LockOwner.class);
    }
  }

  private List<java.nio.file.Path> locks() throws IOException {
    try (Stream<java.nio.file.Path> found = Files.list(temporary.resolve("experiment"))) {
      return found.toList();
    }
  }

  private static LockOwner like(String machine, long process, String started) {
    return new LockOwner(
        "other", "run", "elsewhere", machine, process, started, "2026-01-01T00:00:00Z", true, 7);
  }

  @Test
  void heldLockIsDeniedToOthers() throws IOException {
    try (ExperimentLock held = acquire()) {
      assertThat(held).isNotNull();
      assertThatThrownBy(this::acquire)
          .isInstanceOf(InUseException.class)
          .hasMessageContaining("experiment is in use by `tune` on " + HERE.host())
          .hasMessageContaining("process " + HERE.process())
          .hasMessageContaining("write to another folder");
    }
    assertThat(temporary).isEmptyDirectory();
    acquire().close();
  }

  @Test
  void folderCreatedForLockIsDeletedWithIt() throws IOException {
    acquire().close();
    assertThat(lockFile.getParent()).doesNotExist();

    Files.createDirectories(lockFile.getParent());
    acquire().close();
    assertThat(lockFile.getParent()).isEmptyDirectory();
  }

  @Test
  void folderThatCannotBeCreatedIsNamed() throws IOException {
    Files.createFile(temporary.resolve("experiment"));
    assertThatThrownBy(this::acquire)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("experiment: expected a folder or a new name");
    folder = new Path(folder, "below a file");
    assertThatThrownBy(this::acquire)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("below a file: expected a folder or a new name");
    FileSystem refusing =
        new FilterFileSystem(files) {
          @Override
          public boolean mkdirs(Path path) {
            return false;
          }
        };
    assertThatThrownBy(
            () -> ExperimentLock.acquire(refusing, new Path(temporary + "/new"), "run", () -> {}))
        .isInstanceOf(ResourceException.class)
        .hasMessageContaining("/new: cannot be created; check the permissions");
  }

  @Test
  void lockOfEndedLocalProcessIsTakenOverImmediately() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    String started = ended.info().startInstant().map(Object::toString).orElse("unknown");
    ended.waitFor();
    hold(like(HERE.machine(), ended.pid(), started));

    long start = System.nanoTime();
    try (ExperimentLock lock = acquire()) {
      assertThat(lock).isNotNull();
      assertThat(owner().command()).isEqualTo("tune");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(QUICK.stale());
  }

  @Test
  void laterProcessWithSameNumberIsNotOwner() throws IOException {
    hold(like(HERE.machine(), HERE.process(), "1970-01-01T00:00:00Z"));
    acquire().close();
  }

  @Test
  void staleLockOfOtherMachineIsTakenOver() throws IOException {
    hold(like("other machine", HERE.process(), HERE.started()));
    long start = System.nanoTime();
    acquire().close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(QUICK.stale());
  }

  @Test
  void refreshedLockOfOtherMachineIsRespected() throws Exception {
    LockOwner other = like("other machine", 1, "2026-01-01T00:00:00Z");
    hold(other);
    Thread heart =
        new Thread(
            () -> {
              try {
                Thread.sleep(300);
                hold(other.beat());
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    heart.start();
    assertThatThrownBy(this::acquire)
        .isInstanceOf(InUseException.class)
        .hasMessageContaining("`run` on elsewhere, process 1, since 2026-01-01T00:00:00Z");
    heart.join();
    assertThat(owner()).isEqualTo(other.beat());
  }

  @Test
  void staleTruncatedFileIsTakenOver() throws IOException {
    Files.createDirectories(lockFile.getParent());
    Files.writeString(lockFile, "{\"id\" : \"hal");
    acquire().close();
    assertThat(lockFile).doesNotExist();
  }

  @Test
  void ownerRefreshesLock() throws Exception {
    try (ExperimentLock lock = acquire()) {
      assertThat(lock).isNotNull();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (beats() < 2 && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
      assertThat(beats()).isGreaterThanOrEqualTo(2);
    }
  }

  /** Returns the number of beats in the file, or 0 if it is being written. */
  private long beats() {
    try {
      return owner().beats();
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  @Test
  void ownerIsNotifiedOnceOfLostLockAndKeepsOthersFile() throws Exception {
    AtomicInteger losses = new AtomicInteger();
    CountDownLatch told = new CountDownLatch(1);
    LockOwner other = like("other machine", 1, "2026-01-01T00:00:00Z");
    try (ExperimentLock lock =
        acquire(
            () -> {
              losses.incrementAndGet();
              told.countDown();
            })) {
      lock.requireHeld();
      // Deleted repeatedly, because a beat in progress may write the file again.
      for (int i = 0; i < 400 && told.getCount() > 0; i++) {
        for (java.nio.file.Path own : locks()) {
          Files.delete(own);
        }
        told.await(50, TimeUnit.MILLISECONDS);
      }
      hold(other);
      Thread.sleep(3 * QUICK.beat().toMillis());
      assertThatThrownBy(lock::requireHeld)
          .isInstanceOf(InUseException.class)
          .hasMessageContaining("another process took the lock");
    }
    assertThat(losses).hasValue(1);
    assertThat(owner()).isEqualTo(other);
  }

  @Test
  void ownerStopsIfThereIsAnotherOwner() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    try (ExperimentLock lock = acquire(told::countDown)) {
      hold(like("other machine", 1, "2026-01-01T00:00:00Z"));
      assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(lock::requireHeld).isInstanceOf(InUseException.class);
    }
    assertThat(owner().id()).isEqualTo("other");
  }

  @RepeatedTest(20)
  void onlyOneOfManyTakesOverLock() throws Exception {
    int processes = 8;
    hold(like(HERE.machine(), HERE.process(), "1970-01-01T00:00:00Z"));
    ExecutorService threads = Executors.newFixedThreadPool(processes);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<ExperimentLock>> attempts = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      attempts.add(
          threads.submit(
              () -> {
                start.await();
                try {
                  return acquire();
                } catch (InUseException e) {
                  return null;
                }
              }));
    }
    start.countDown();
    List<ExperimentLock> got = new ArrayList<>();
    for (Future<ExperimentLock> attempt : attempts) {
      ExperimentLock lock = attempt.get();
      if (lock != null) {
        got.add(lock);
      }
    }
    threads.shutdown();
    assertThat(got).hasSize(1);
    got.get(0).close();
    assertThat(locks()).isEmpty();
  }
}
