package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the memory that {@code prepare} needs does not depend on the number of images. */
@Tag("long")
class PrepareMemoryIT {
  private static final int SIDE = 24;
  private static final int TEST = 100;

  /** Enough images to fill the buffers that sort and shuffle them, a few tens of MiB in total. */
  private static final int FEW = 120_000;

  private static final int MANY = FEW + 200_000;

  /** Tolerance for random differences: a fifth of the memory that the added images would take. */
  private static final long TOLERANCE = 2L * (MANY - FEW) * SIDE * SIDE / 5;

  private static final long LEAST_PAUSE_MILLIS = 200;

  /** Pause after a collection as a multiple of its time: it takes at most a fifth of the time. */
  private static final int PAUSE_PER_COLLECTION = 4;

  @TempDir Path folder;

  @Test
  void peakOfMemoryInUseDoesNotGrowWithTheData() throws Exception {
    prepare("warm", FEW / 20);
    long few = prepare("few", FEW);
    long many = prepare("many", MANY);
    assertThat(many - few)
        .as("bytes in use: %d with %d images, %d with %d", few, FEW, many, MANY)
        .isLessThan(TOLERANCE);
  }

  /** Runs {@code prepare} and returns the maximum memory in use after a garbage collection. */
  private long prepare(String name, int images) throws Exception {
    Path raw = folder.resolve(name + "-raw");
    writeIdx(raw, "train", images);
    writeIdx(raw, "t10k", TEST);
    LiveMemory live = new LiveMemory();
    live.start();
    try {
      Path work = folder.resolve(name);
      Prepared.run(work, Prepared.idx(work, raw, raw, "prepare.components=4"));
    } finally {
      live.end();
    }
    return live.peak;
  }

  private static void writeIdx(Path folder, String prefix, int images) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(images);
    try (DataOutputStream labels = open(folder.resolve(prefix + "-labels-idx1-ubyte"));
        DataOutputStream pixels = open(folder.resolve(prefix + "-images-idx3-ubyte"))) {
      labels.writeInt(0x801);
      labels.writeInt(images);
      pixels.writeInt(0x803);
      pixels.writeInt(images);
      pixels.writeInt(SIDE);
      pixels.writeInt(SIDE);
      byte[] image = new byte[SIDE * SIDE];
      for (int i = 0; i < images; i++) {
        random.nextBytes(image);
        pixels.write(image);
        labels.writeByte(i % 3);
      }
    }
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  /** Collects garbage again and again, and records the memory still in use. */
  private static final class LiveMemory extends Thread {
    private volatile boolean ended;
    private volatile long peak;

    @Override
    public void run() {
      long pause = LEAST_PAUSE_MILLIS;
      while (!ended) {
        try {
          Thread.sleep(pause);
        } catch (InterruptedException e) {
          throw new IllegalStateException("this thread is never interrupted", e);
        }
        long start = System.nanoTime();
        System.gc();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        pause = Math.max(LEAST_PAUSE_MILLIS, PAUSE_PER_COLLECTION * millis);
        peak = Math.max(peak, afterCollection());
      }
    }

    /**
     * Returns the memory in use that the collector reported, because other threads have allocated
     * since.
     */
    private static long afterCollection() {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .mapToLong(pool -> pool.getCollectionUsage().getUsed())
          .sum();
    }

    private void end() throws InterruptedException {
      ended = true;
      join();
    }
  }
}
