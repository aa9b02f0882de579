package io.lautum.data.glyphs;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The common ways to write each digit, as pen strokes through knots.
 *
 * <p>A skeleton is one or more strokes separated by {@code |}; a stroke is a list of knots {@code
 * x,y} in a box of 100 x 100, y downwards. The pen passes smoothly through knots (a Catmull-Rom
 * spline) and turns sharply at knots marked {@code !}.
 */
final class StrokeSkeletons {
  private static final String[][] WRITTEN = {
    {
      "54,3 28,13 14,48 25,84 50,97 76,82 86,48 74,14 47,3",
      "62,6 40,4 22,26 16,58 26,88 50,96 72,78 82,46 76,16 54,3",
      "48,4 72,14 84,44 78,80 52,97 26,86 15,54 24,18 56,2",
    },
    {
      "52,3 51,50 50,97",
      "60,3 52,50 42,97",
      "30,26 54,3! 52,50 52,97",
      "28,26 52,3! 52,97 | 28,97 52,96 77,97",
    },
    {
      "17,26 30,8 53,3 74,15 74,36 56,62 34,82 14,96! 50,94 86,95",
      "18,24 38,5 64,5 77,24 66,52 40,82 20,92 16,80 30,76 50,90 70,96 88,88",
      "20,16 44,3 70,10 72,34 50,64 18,94! 34,90 58,96 84,92",
    },
    {
      "18,15 42,2 70,12 71,34 42,47! 72,56 80,77 58,96 32,96 14,83",
      "20,6 48,5 76,4! 60,22 45,41! 70,49 80,72 60,96 32,96 14,84",
      "20,14 48,2 70,14 66,34 48,44 58,48 78,62 74,86 46,98 16,88",
    },
    {
      "28,4 22,30 15,56! 50,56 86,54 | 68,20 66,60 62,98",
      "64,98 65,50 66,2! 38,36 12,66! 50,66 90,65",
      "22,6 16,34 26,52 50,54 72,44! 78,5! 72,50 68,98",
      "40,3 28,32 14,62! 50,61 88,58 | 62,38 60,66 58,98",
    },
    {
      "76,4 52,5 29,6! 26,24 23,44! 50,37 76,50 78,76 56,96 32,96 14,84",
      "30,6 27,26 24,44! 50,37 76,52 78,76 54,96 30,96 14,86 | 30,6 54,5 80,3",
      "80,8 50,5 28,20 32,40 62,54 76,74 60,94 38,97 16,88",
    },
    {
      "66,3 40,20 20,54 22,84 46,98 72,88 76,66 54,54 34,62 24,78",
      "54,2 32,38 17,72 32,95 58,94 72,76 60,60 36,66 22,84",
      "72,8 46,6 24,36 18,72 36,97 64,94 78,74 64,56 40,58 22,74",
    },
    {
      "15,7 48,6 83,5! 64,40 50,70 42,98",
      "15,7 48,6 83,5! 62,42 48,70 40,98 | 32,52 56,50 80,47",
      "15,22 17,6! 50,7 82,5! 58,46 46,72 44,98",
      "14,10 40,6 66,10 82,8 74,30 54,62 40,98",
    },
    {
      "72,14 50,2 27,16 33,36 52,48 74,64 72,88 48,98 25,88 27,66 50,49 70,33 73,12",
      "50,3 29,12 28,36 50,47 72,36 72,12 48,3 | 50,47 24,58 20,84 50,98 80,84 77,59 52,47",
      "50,46 30,28 40,6 64,6 70,28 46,50 24,72 32,95 62,96 76,74 56,52 36,40",
    },
    {
      "76,16 52,3 26,16 23,40 46,52 70,40 78,12! 74,56 68,98",
      "74,14 48,3 25,20 28,45 54,49 75,30 77,10! 78,54 62,90 34,94",
      "70,24 50,6 28,20 26,42 46,50 68,38 74,14 72,50 56,97",
    },
  };

  private static final List<List<Skeleton>> BY_DIGIT = parse();

  private StrokeSkeletons() {}

  /** Returns the ways to write a digit. */
  static List<Skeleton> of(int digit) {
    return BY_DIGIT.get(digit);
  }

  private static List<List<Skeleton>> parse() {
    List<List<Skeleton>> digits = new ArrayList<>();
    for (String[] variants : WRITTEN) {
      List<Skeleton> skeletons = new ArrayList<>();
      for (String variant : variants) {
        List<Stroke> strokes = new ArrayList<>();
        for (String stroke : variant.split(" \\| ")) {
          strokes.add(Stroke.parse(stroke));
        }
        skeletons.add(new Skeleton(strokes));
      }
      digits.add(List.copyOf(skeletons));
    }
    return List.copyOf(digits);
  }

  /** One way to write a digit. */
  record Skeleton(List<Stroke> strokes) {
    Skeleton {
      strokes = List.copyOf(strokes);
    }

    /**
     * Returns the pen's path with every knot moved by Gaussian noise of the given standard
     * deviation, in units of the 100 x 100 box.
     */
    Path2D path(double jitter, RandomGenerator random) {
      Path2D path = new Path2D.Double();
      for (Stroke stroke : strokes) {
        stroke.append(path, jitter, random);
      }
      return path;
    }
  }

  /** One movement of the pen: knots, and which of them are corners. */
  static final class Stroke {
    private final double[] x;
    private final double[] y;
    private final boolean[] corner;

    private Stroke(int knots) {
      x = new double[knots];
      y = new double[knots];
      corner = new boolean[knots];
    }

    private static Stroke parse(String text) {
      String[] knots = text.split(" ");
      Stroke stroke = new Stroke(knots.length);
      for (int i = 0; i < knots.length; i++) {
        stroke.corner[i] = knots[i].endsWith("!");
        String[] xy = knots[i].replace("!", "").split(",");
        stroke.x[i] = Double.parseDouble(xy[0]);
        stroke.y[i] = Double.parseDouble(xy[1]);
      }
      return stroke;
    }

    private void append(Path2D path, double jitter, RandomGenerator random) {
      int knots = x.length;
      double[] px = new double[knots];
      double[] py = new double[knots];
      for (int i = 0; i < knots; i++) {
        px[i] = x[i] + jitter * random.nextGaussian();
        py[i] = y[i] + jitter * random.nextGaussian();
      }
      path.moveTo(px[0], py[0]);
      for (int i = 0; i + 1 < knots; i++) {
        path.curveTo(
            px[i] + tangent(px, i) / 3,
            py[i] + tangent(py, i) / 3,
            px[i + 1] - tangent(px, i + 1) / 3,
            py[i + 1] - tangent(py, i + 1) / 3,
            px[i + 1],
            py[i + 1]);
      }
    }

    /**
     * Returns the Catmull-Rom tangent (half the chord between neighbours); zero at corners and
     * ends.
     */
    private double tangent(double[] p, int i) {
      return i == 0 || i == p.length - 1 || corner[i] ? 0 : (p[i + 1] - p[i - 1]) / 2;
    }
  }
}
