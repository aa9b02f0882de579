package io.lautum.data.glyphs;

import io.lautum.Text;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.Split;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;

/**
 * Generates a dataset: 1x28x28 images, white ink on black, ten classes, with class counts that
 * differ by at most one.
 *
 * <p>Image {@code i} of a subset is a pure function of kind, seed, subset and {@code i}; a larger
 * count only adds images at the end. Every ten consecutive images hold each class once, in an order
 * drawn from the seed, so that contiguous and strided shards contain every class.
 */
public final class GlyphReader implements DatasetReader {
  private static final long serialVersionUID = 1L;
  private static final int CLASSES = 10;

  private final GlyphKind kind;
  private final int trainCount;
  private final int testCount;
  private final long seed;

  /**
   * @param kind {@code digits} or {@code letters}
   * @param trainCount number of images in {@link Split#TRAIN}, not negative
   * @param testCount number of images in {@link Split#TEST}, not negative
   * @param seed seed of every image
   * @throws io.lautum.UserException if {@code kind} is neither of these
   * @throws IllegalArgumentException if a count is negative
   */
  public GlyphReader(String kind, int trainCount, int testCount, long seed) {
    if (trainCount < 0 || testCount < 0) {
      throw new IllegalArgumentException(
          Text.format("image counts must not be negative, got %d and %d", trainCount, testCount));
    }
    this.kind = GlyphKind.named(kind);
    this.trainCount = trainCount;
    this.testCount = testCount;
    this.seed = seed;
  }

  @Override
  public DatasetInfo info(Configuration hadoop) {
    return new DatasetInfo(new ImageShape(1, Canvas.SIDE, Canvas.SIDE), kind.classes());
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings) {
    if (slice < 0 || slice >= slices) {
      throw new IllegalArgumentException(Text.format("no slice %d of %d", slice, slices));
    }
    long count = subset == Split.TRAIN ? trainCount : testCount;
    long subsetSeed = mix(mix(seed + 31L * kind.ordinal()) + subset.ordinal());
    return new Generated(
        kind.painter(), subsetSeed, count * slice / slices, count * (slice + 1) / slices);
  }

  /** Applies the finaliser of MurmurHash3, a bijection that decorrelates nearby seeds. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }

  private static final class Generated implements Examples {
    private final GlyphPainter painter;
    private final long seed;
    private final long end;
    private long next;

    Generated(GlyphPainter painter, long seed, long start, long end) {
      this.painter = painter;
      this.seed = seed;
      this.next = start;
      this.end = end;
    }

    @Override
    public boolean hasNext() {
      return next < end;
    }

    @Override
    public Example next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      long id = next++;
      int label = label(id);
      byte[] pixels = painter.paint(label, new SplittableRandom(mix(seed ^ mix(id))));
      return new Example(id, label, pixels);
    }

    /**
     * Returns the class of an image: each block of ten images has its own random permutation of the
     * classes.
     */
    private int label(long id) {
      SplittableRandom random = new SplittableRandom(mix(seed - mix(id / CLASSES)));
      int[] order = new int[CLASSES];
      for (int i = 0; i < CLASSES; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      return order[(int) (id % CLASSES)];
    }

    @Override
    public void close() {}
  }
}
