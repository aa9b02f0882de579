package io.lautum.network.engine.cudnn;

import io.lautum.network.input.AxisMap;
import io.lautum.network.input.GaussianNoise;
import io.lautum.network.input.ImageChange;
import io.lautum.network.input.ImageRows;
import io.lautum.network.input.LinearMap;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The description of a step's images in 32-bit words, as the kernel {@code renderImages} reads it:
 * a fixed number of words per row, then three words for each listed value of noise. Numbers of 64
 * bits take two words, the lower half first.
 */
final class ChangeWords {
  /** Words of a row before the factor and the offset of each channel. */
  private static final int FIXED_WORDS = 30;

  private static final int LISTED_WORDS = 3;

  private static final int MAPPED = 1;
  private static final int STRETCHED = 2;
  private static final int MIRRORED_ROWS = 4;
  private static final int MIRRORED_COLUMNS = 8;
  private static final int COLOURED = 16;
  private static final int GREY = 32;
  private static final int NOISY = 64;

  private final int rowWords;
  private int[] words;

  /** Position of the next word of a row. */
  private int at;

  /** Position after the last listed value of noise. */
  private int end;

  /**
   * @param rows number of rows of a step
   */
  ChangeWords(int rows, int channels) {
    rowWords = FIXED_WORDS + 2 * channels;
    words = new int[rows * rowWords];
  }

  /** Returns the number of words per row. */
  int rowWords() {
    return rowWords;
  }

  /**
   * Returns the words of a step's rows.
   *
   * @return an array that the next call overwrites; longer than before if more noise is listed
   * @throws IndexOutOfBoundsException if a set does not contain a position
   */
  int[] encode(List<ImageRows> groups) {
    end = groups.stream().mapToInt(ImageRows::count).sum() * rowWords;
    int row = 0;
    for (ImageRows group : groups) {
      for (int i = 0; i < group.count(); i++) {
        at = row++ * rowWords;
        put(Objects.checkIndex(group.positions()[i], group.images().count()));
        put(group.changes().get(i));
      }
    }
    return words;
  }

  private void put(ImageChange change) {
    AxisMap rows = change.rows();
    AxisMap columns = change.columns();
    ImageChange.Colours colours = change.colours();
    GaussianNoise noise = change.noise();
    put(
        flag(MAPPED, !change.map().isIdentity())
            | flag(STRETCHED, rows.isStretched() || columns.isStretched())
            | flag(MIRRORED_ROWS, rows.mirrored())
            | flag(MIRRORED_COLUMNS, columns.mirrored())
            | flag(COLOURED, colours.factors().length > 0)
            | flag(GREY, colours.grey())
            | flag(NOISY, noise.deviation() > 0));
    put(rows.shift());
    put(columns.shift());
    LinearMap map = change.map();
    put(map.rowByRow());
    put(map.rowByColumn());
    put(map.columnByRow());
    put(map.columnByColumn());
    put(rows.start());
    put(rows.scale());
    put(columns.start());
    put(columns.scale());
    put(noise.state());
    put(noise.deviation());
    put(end);
    put(noise.listed().length);
    put(change.erased().top());
    put(change.erased().bottom());
    put(change.erased().left());
    put(change.erased().right());
    for (int channel = 0; channel < colours.factors().length; channel++) {
      put(Float.floatToRawIntBits(colours.factors()[channel]));
      put(Float.floatToRawIntBits(colours.offsets()[channel]));
    }
    list(noise);
  }

  private static int flag(int flag, boolean set) {
    return set ? flag : 0;
  }

  private void put(int word) {
    words[at++] = word;
  }

  private void put(long bits) {
    put((int) bits);
    put((int) (bits >>> Integer.SIZE));
  }

  private void put(double value) {
    put(Double.doubleToRawLongBits(value));
  }

  private void list(GaussianNoise noise) {
    int needed = end + noise.listed().length * LISTED_WORDS;
    if (needed > words.length) {
      words = Arrays.copyOf(words, needed + needed / 2);
    }
    for (int i = 0; i < noise.listed().length; i++) {
      words[end++] = noise.listed()[i];
      words[end++] = noise.extra()[i];
      words[end++] = Float.floatToRawIntBits(noise.values()[i]);
    }
  }
}
