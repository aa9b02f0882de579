package io.lautum.data.glyphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.FlatteningPathIterator;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StrokeSkeletonsTest {
  @Test
  void everyDigitHasVariantsThatFillTheBox() {
    for (int digit = 0; digit < 10; digit++) {
      assertThat(StrokeSkeletons.of(digit)).hasSizeGreaterThanOrEqualTo(2);
      for (StrokeSkeletons.Skeleton skeleton : StrokeSkeletons.of(digit)) {
        List<double[]> points = flattened(skeleton.path(0, new SplittableRandom(1)));
        assertThat(points).allMatch(p -> p[0] > 0 && p[0] < 100 && p[1] > -3 && p[1] < 103);
        assertThat(points.stream().mapToDouble(p -> p[1]).min().orElseThrow()).isLessThan(12);
        assertThat(points.stream().mapToDouble(p -> p[1]).max().orElseThrow()).isGreaterThan(90);
      }
    }
  }

  @Test
  void withoutJitterThePenPassesThroughItsKnots() {
    double[] sevens = knots(StrokeSkeletons.of(7).get(0).path(0, new SplittableRandom(1)));
    assertThat(sevens).containsExactly(15, 7, 48, 6, 83, 5, 64, 40, 50, 70, 42, 98);
  }

  /**
   * The control points of a smooth knot lie on a line through it; those of a corner coincide with
   * it.
   */
  @Test
  void thePenIsSmoothExceptAtCorners() {
    List<double[]> curves = curves(StrokeSkeletons.of(7).get(0).path(0, new SplittableRandom(1)));
    double[] toCorner = curves.get(1);
    double[] fromCorner = curves.get(2);
    assertThat(toCorner[2]).isEqualTo(83);
    assertThat(fromCorner[0]).isEqualTo(83);
    double[] toSmooth = curves.get(2);
    double[] fromSmooth = curves.get(3);
    assertThat(toSmooth[4] - toSmooth[2]).isCloseTo(fromSmooth[0] - toSmooth[4], within(1e-9));
    assertThat(toSmooth[5] - toSmooth[3]).isCloseTo(fromSmooth[1] - toSmooth[5], within(1e-9));
    assertThat(toSmooth[4] - toSmooth[2]).isCloseTo((50 - 83) / 6.0, within(1e-9));
  }

  @Test
  void jitterMovesKnotsByTheGivenStandardDeviation() {
    SplittableRandom random = new SplittableRandom(3);
    double squares = 0;
    for (int i = 0; i < 2000; i++) {
      double moved = knots(StrokeSkeletons.of(7).get(0).path(4, random))[0] - 15;
      squares += moved * moved;
    }
    assertThat(Math.sqrt(squares / 2000)).isCloseTo(4, within(0.3));
  }

  private static double[] knots(Path2D path) {
    List<Double> knots = new ArrayList<>();
    double[] c = new double[6];
    for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
      int end = i.currentSegment(c) == PathIterator.SEG_CUBICTO ? 4 : 0;
      knots.add(c[end]);
      knots.add(c[end + 1]);
    }
    return knots.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<double[]> curves(Path2D path) {
    List<double[]> curves = new ArrayList<>();
    for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
      double[] c = new double[6];
      if (i.currentSegment(c) == PathIterator.SEG_CUBICTO) {
        curves.add(c);
      }
    }
    return curves;
  }

  private static List<double[]> flattened(Path2D path) {
    List<double[]> points = new ArrayList<>();
    PathIterator i = new FlatteningPathIterator(path.getPathIterator(null), 0.5);
    for (; !i.isDone(); i.next()) {
      double[] c = new double[6];
      i.currentSegment(c);
      points.add(c);
    }
    return points;
  }
}
