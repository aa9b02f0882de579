package io.lautum;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A small dataset in IDX files: images of 6x6, in three classes of unequal size that a network can
 * distinguish.
 */
public final class IdxFixture {
  public static final int SIDE = 6;
  public static final int CLASSES = 3;
  private static final String[] SUBSETS = {"train", "t10k"};

  private final byte[][][] images = new byte[2][][];
  private final byte[][] labels = new byte[2][];

  /** Creates images and labels of a training and a test set. */
  public IdxFixture(int trainCount, int testCount, long seed) {
    Random random = new Random(seed);
    int[] counts = {trainCount, testCount};
    for (int subset = 0; subset < 2; subset++) {
      images[subset] = new byte[counts[subset]][SIDE * SIDE];
      labels[subset] = new byte[counts[subset]];
      for (int i = 0; i < counts[subset]; i++) {
        int label = new int[] {0, 1, 1, 2, 2, 2}[i % 6];
        labels[subset][i] = (byte) label;
        for (int p = 0; p < SIDE * SIDE; p++) {
          int brightness = p % CLASSES == label ? 150 : 0;
          images[subset][i][p] = (byte) (brightness + random.nextInt(100));
        }
      }
    }
  }

  public byte[][] trainImages() {
    return images[0];
  }

  /** Returns the array itself, which the caller may change. */
  public byte[] trainLabels() {
    return labels[0];
  }

  public byte[][] testImages() {
    return images[1];
  }

  /** Returns the array itself, which the caller may change. */
  public byte[] testLabels() {
    return labels[1];
  }

  /** Writes the four files into {@code folder} and returns the folder. */
  public Path write(Path folder) {
    try {
      Files.createDirectories(folder);
      for (int subset = 0; subset < 2; subset++) {
        int count = labels[subset].length;
        ByteBuffer pixels = ByteBuffer.allocate(16 + count * SIDE * SIDE);
        pixels.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
        for (byte[] image : images[subset]) {
          pixels.put(image);
        }
        ByteBuffer names = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        names.put(labels[subset]);
        String prefix = SUBSETS[subset];
        Files.write(folder.resolve(prefix + "-images-idx3-ubyte"), pixels.array());
        Files.write(folder.resolve(prefix + "-labels-idx1-ubyte"), names.array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }
}
