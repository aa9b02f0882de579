package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriangleFilterTest {
  /** Halving weighs four pixels by 1/8, 3/8, 3/8 and 1/8; at the edge the first weight is lost. */
  @Test
  void halvingARowIsTheHandComputedMean() {
    byte[] row = {0, 80, (byte) 160, (byte) 240, 80, 0};
    byte[] half = new TriangleFilter(1, 6, 1, 3).apply(row, 1);

    // (3*0 + 3*80 + 160)/7, (80 + 3*160 + 3*240 + 80)/8, (240 + 3*80 + 3*0)/7
    assertThat(half).containsExactly(57, (byte) 170, 69);
  }

  /** Doubling interpolates at a quarter and three quarters of the way. */
  @Test
  void doublingARowInterpolates() {
    byte[] twice = new TriangleFilter(1, 2, 1, 4).apply(new byte[] {0, 100}, 1);
    assertThat(twice).containsExactly(0, 25, 75, 100);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 9, 3, 4",
    "40, 30, 13, 50",
    "5, 5, 11, 2",
    "100, 3, 1, 1",
    "8, 8, 8, 3",
    "8, 8, 3, 8",
    "79, 5, 9, 3",
    "80, 5, 9, 3",
    "81, 5, 9, 3",
    "241, 3, 90, 6"
  })
  void equalsTheFormulaInDoublePrecision(int height, int width, int newHeight, int newWidth) {
    byte[] pixels = new byte[2 * height * width];
    new SplittableRandom(5).nextBytes(pixels);
    byte[] found = new TriangleFilter(height, width, newHeight, newWidth).apply(pixels, 2);

    for (int channel = 0; channel < 2; channel++) {
      for (int y = 0; y < newHeight; y++) {
        for (int x = 0; x < newWidth; x++) {
          double sum = 0;
          double total = 0;
          for (int j = 0; j < height; j++) {
            for (int i = 0; i < width; i++) {
              double weight =
                  triangle(j, y, (double) height / newHeight)
                      * triangle(i, x, (double) width / newWidth);
              sum += weight * (pixels[(channel * height + j) * width + i] & 0xff);
              total += weight;
            }
          }
          int level = found[(channel * newHeight + y) * newWidth + x] & 0xff;
          // Bytes between the passes round once more than the formula.
          assertThat((double) level).isBetween(sum / total - 1.01, sum / total + 1.01);
        }
      }
    }
  }

  private static double triangle(int pixel, int result, double scale) {
    double distance = Math.abs(pixel + 0.5 - (result + 0.5) * scale);
    return Math.max(0, 1 - distance / Math.max(scale, 1));
  }

  @Test
  void aPartOfAnImageIsFilteredAsIfItHadItsOwnRowsOnly() {
    byte[] pixels = new byte[3 * 200 * 30];
    new SplittableRandom(6).nextBytes(pixels);
    byte[] middle = new byte[3 * 100 * 30];
    for (int channel = 0; channel < 3; channel++) {
      System.arraycopy(pixels, (channel * 200 + 50) * 30, middle, channel * 100 * 30, 100 * 30);
    }
    TriangleFilter.Axis columns = new TriangleFilter.Axis(30, 0, 30, 40);
    TriangleFilter part = new TriangleFilter(new TriangleFilter.Axis(200, 50, 150, 100), columns);
    TriangleFilter whole = new TriangleFilter(new TriangleFilter.Axis(100, 0, 100, 100), columns);
    assertThat(part.apply(pixels, 3)).isEqualTo(whole.apply(middle, 3));
  }

  @ParameterizedTest
  @CsvSource({"17, 23, 5, 9", "6, 4, 19, 31"})
  void constantStaysConstant(int height, int width, int newHeight, int newWidth) {
    byte[] pixels = new byte[height * width];
    Arrays.fill(pixels, (byte) 201);
    byte[] found = new TriangleFilter(height, width, newHeight, newWidth).apply(pixels, 1);
    assertThat(found).hasSize(newHeight * newWidth).containsOnly((byte) 201);
  }

  @Test
  void rampStaysARamp() {
    byte[] ramp = new byte[64];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) (3 * i);
    }
    byte[] found = new TriangleFilter(1, 64, 1, 16).apply(ramp, 1);
    for (int i = 1; i < 15; i++) {
      assertThat(found[i] & 0xff).isEqualTo((int) Math.round(3 * (4 * i + 1.5)));
    }
  }

  @Test
  void mirroredInputGivesMirroredOutput() {
    byte[] row = new byte[37];
    new SplittableRandom(9).nextBytes(row);
    byte[] found = new TriangleFilter(1, 37, 1, 10).apply(row, 1);
    byte[] mirrored = new TriangleFilter(1, 37, 1, 10).apply(reversed(row), 1);
    assertThat(mirrored).isEqualTo(reversed(found));
  }

  private static byte[] reversed(byte[] row) {
    byte[] reversed = new byte[row.length];
    for (int i = 0; i < row.length; i++) {
      reversed[i] = row[row.length - 1 - i];
    }
    return reversed;
  }

  /** A chessboard of single pixels has no structure at a quarter of its size. */
  @Test
  void shrinkingIsAntialiased() {
    byte[] board = new byte[64 * 64];
    for (int i = 0; i < board.length; i++) {
      board[i] = (byte) ((i + i / 64) % 2 == 0 ? 0 : 254);
    }
    byte[] found = new TriangleFilter(64, 64, 16, 16).apply(board, 1);
    for (byte level : found) {
      assertThat(level & 0xff).isBetween(126, 128);
    }
  }
}
