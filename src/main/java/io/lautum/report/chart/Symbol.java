package io.lautum.report.chart;

import io.lautum.Text;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** A shape that distinguishes a series without colour. */
enum Symbol {
  CIRCLE,
  SQUARE(-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9),
  TRIANGLE(0, -1.25, 1.15, 0.9, -1.15, 0.9),
  DIAMOND(0, -1.35, 1.35, 0, 0, 1.35, -1.35, 0),
  TRIANGLE_DOWN(0, 1.25, 1.15, -0.9, -1.15, -0.9),
  CROSS(
      -1.2, -0.45, -0.45, -0.45, -0.45, -1.2, 0.45, -1.2, 0.45, -0.45, 1.2, -0.45, 1.2, 0.45, 0.45,
      0.45, 0.45, 1.2, -0.45, 1.2, -0.45, 0.45, -1.2, 0.45),
  WIDE(-1.25, -0.6, 1.25, -0.6, 1.25, 0.6, -1.25, 0.6),
  TALL(-0.6, -1.25, 0.6, -1.25, 0.6, 1.25, -0.6, 1.25);

  /** x and y of each corner, for radius 1. */
  private final double[] corners;

  Symbol(double... corners) {
    this.corners = corners;
  }

  /** Returns the symbol of a style; from the ninth style on, symbols repeat in other colours. */
  static Symbol of(int style) {
    return values()[(style + style / Palette.SIZE) % values().length];
  }

  /** Returns the symbol as part of an SVG path. */
  String path(double x, double y, double radius) {
    if (this == CIRCLE) {
      double d = 2 * radius;
      return Text.format(
          "M%.1f %.1fa%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0 %.1f 0z",
          x - radius, y, radius, radius, d, radius, radius, -d);
    }
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < corners.length; i += 2) {
      path.append(
          Text.format(
              "%s%.1f %.1f",
              i == 0 ? "M" : "L", x + radius * corners[i], y + radius * corners[i + 1]));
    }
    return path.append('z').toString();
  }

  /** Returns the shape around the origin. */
  Shape shape(double radius) {
    if (this == CIRCLE) {
      return new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius);
    }
    Path2D path = new Path2D.Double();
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(corners[i], corners[i + 1]);
    }
    path.closePath();
    return AffineTransform.getScaleInstance(radius, radius).createTransformedShape(path);
  }
}
