package io.lautum.data.prepare;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * Sums of floats and of their squares per feature, without rounding, so that they do not depend on
 * the order of the examples: each sum is a whole multiple of the smallest float 2<sup>-149</sup>,
 * or of its square, in 32 bits per word (a long accumulator, Kulisch 2013, section 8.2).
 */
final class ExactSums implements Serializable {
  /** Exponent of the smallest positive float. */
  private static final int UNIT = -149;

  /** Words of a sum of up to 2^40 squares, which have up to 554 bits. */
  private static final int WORDS = 20;

  private static final int WORD_BITS = 32;
  private static final long MASK = 0xffffffffL;

  /** Additions after which words are normalised, before a word of 63 bits can overflow. */
  private static final int MOST_ADDITIONS = 1 << 28;

  private final long[] counts;
  private final long[] sums;
  private final long[] squares;
  private int additions;

  /** Creates sums of nothing. */
  ExactSums(int features) {
    counts = new long[features];
    sums = new long[features * WORDS];
    squares = new long[features * WORDS];
  }

  /** Adds one value; NaN, which is missing, is left out. */
  void add(int feature, float value) {
    if (Float.isNaN(value)) {
      return;
    }
    int bits = Float.floatToRawIntBits(value);
    int exponent = bits >>> 23 & 0xff;
    long mantissa = exponent == 0 ? bits & 0x7fffff : bits & 0x7fffff | 0x800000;
    int shift = Math.max(0, exponent - 1);
    add(sums, feature, mantissa, shift, bits < 0 ? -1 : 1);
    add(squares, feature, mantissa * mantissa, 2 * shift, 1);
    counts[feature]++;
  }

  /** Counts an example, after its values were added. */
  void next() {
    if (++additions == MOST_ADDITIONS) {
      normalise();
    }
  }

  /** Adds sign · magnitude · 2^shift; the magnitude has at most 48 bits. */
  private static void add(long[] words, int feature, long magnitude, int shift, int sign) {
    int word = feature * WORDS + shift / WORD_BITS;
    int left = shift % WORD_BITS;
    long low = (magnitude & MASK) << left;
    long high = (magnitude >>> WORD_BITS) << left;
    words[word] += sign * (low & MASK);
    words[word + 1] += sign * ((low >>> WORD_BITS) + (high & MASK));
    words[word + 2] += sign * (high >>> WORD_BITS);
  }

  /** Carries what exceeds the 32 bits of each word except the last to the next word. */
  private void normalise() {
    additions = 0;
    for (long[] words : new long[][] {sums, squares}) {
      for (int word = 0; word < words.length; word++) {
        if (word % WORDS < WORDS - 1) {
          words[word + 1] += words[word] >> WORD_BITS;
          words[word] &= MASK;
        }
      }
    }
  }

  /** Returns the sums of two parts together. */
  ExactSums plus(ExactSums other) {
    normalise();
    other.normalise();
    ExactSums sum = new ExactSums(counts.length);
    for (int i = 0; i < counts.length; i++) {
      sum.counts[i] = counts[i] + other.counts[i];
    }
    for (int i = 0; i < sums.length; i++) {
      sum.sums[i] = sums[i] + other.sums[i];
      sum.squares[i] = squares[i] + other.squares[i];
    }
    return sum;
  }

  int features() {
    return counts.length;
  }

  /** Returns the mean of a feature's values; 0 without values. */
  double mean(int feature) {
    return counts[feature] == 0
        ? 0
        : Math.scalb(number(sums, feature).doubleValue(), UNIT) / counts[feature];
  }

  /**
   * Returns the standard deviation of a feature's values, √(n Σx² − (Σx)²) / n, whose difference is
   * exact; 0 without values.
   */
  double deviation(int feature) {
    if (counts[feature] == 0) {
      return 0;
    }
    BigInteger sum = number(sums, feature);
    BigInteger scaled =
        number(squares, feature)
            .multiply(BigInteger.valueOf(counts[feature]))
            .subtract(sum.multiply(sum));
    return Math.scalb(Math.sqrt(scaled.doubleValue()), UNIT) / counts[feature];
  }

  private static BigInteger number(long[] words, int feature) {
    BigInteger number = BigInteger.ZERO;
    for (int word = WORDS - 1; word >= 0; word--) {
      number = number.shiftLeft(WORD_BITS).add(BigInteger.valueOf(words[feature * WORDS + word]));
    }
    return number;
  }
}
