package io.lautum.network.engine.cudnn;

import io.lautum.network.input.ByteImages;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The sets of images that a network keeps in its device's memory, as bytes, until the device is
 * closed. A set is copied once, when it is first used.
 */
final class ResidentImages {
  private static final System.Logger LOG = System.getLogger(ResidentImages.class.getName());
  private static final AtomicBoolean LOGGED = new AtomicBoolean();

  /** Bytes per copy; page-locked memory of twice this length is kept. */
  private static final int PART = 1 << 22;

  /**
   * Divisor of the free memory that one set may take, because other networks of the process may
   * follow.
   */
  private static final int FREE_SHARE = 2;

  private final Device device;
  private final Map<Object, Optional<Resident>> sets = new HashMap<>();
  private Buffer staging;

  ResidentImages(Device device) {
    this.device = device;
  }

  /**
   * A set on the device.
   *
   * @param pixels images one after the other, channels x height x width
   * @param levels normalised value of each byte, channels x 256
   */
  record Resident(Buffer pixels, Buffer levels) {}

  /** Returns a set on the device; empty if it is too large for the free memory. */
  Optional<Resident> of(ByteImages images) {
    return sets.computeIfAbsent(images.key(), key -> load(images));
  }

  private Optional<Resident> load(ByteImages images) {
    long parts = ((long) images.count() * images.size() + PART - 1) / PART;
    long bytes = parts * PART;
    long free = device.freeMemory();
    if (bytes > free / FREE_SHARE) {
      if (LOGGED.compareAndSet(false, true)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} images take {1} bytes, more than half of the {2} bytes that are free on the GPU;"
                + " their pixels are computed on the CPU in each step, with the same results",
            images.count(),
            bytes,
            free);
      }
      return Optional.empty();
    }
    Buffer pixels = device.allocate(bytes);
    copy(images, pixels);
    float[] values = images.normalization().levels();
    Buffer levels = device.allocate((long) values.length * Float.BYTES);
    device.upload(values, levels);
    return Optional.of(new Resident(pixels, levels));
  }

  /** Copies in parts: page-locked memory for whole sets would be taken from the host. */
  private void copy(ByteImages images, Buffer to) {
    if (staging == null) {
      staging = device.allocate(PART);
    }
    byte[] part = new byte[PART];
    int filled = 0;
    long copied = 0;
    for (int i = 0; i < images.count(); i++) {
      byte[] image = images.images().get(i);
      for (int from = 0; from < image.length; ) {
        int length = Math.min(image.length - from, PART - filled);
        System.arraycopy(image, from, part, filled, length);
        from += length;
        filled += length;
        if (filled == PART) {
          copied = copyPart(part, to, copied);
          filled = 0;
        }
      }
    }
    if (filled > 0) {
      copyPart(part, to, copied);
    }
  }

  private long copyPart(byte[] part, Buffer to, long at) {
    device.upload(part, staging);
    device.copy(staging, to.part(at / Float.BYTES, PART / Float.BYTES));
    return at + PART;
  }
}
