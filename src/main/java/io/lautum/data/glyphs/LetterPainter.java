package io.lautum.data.glyphs;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.random.RandomGenerator;

/**
 * Draws printed letters as varied as those of notMNIST: random typeface, size, weight, slant,
 * rotation, proportions and position; filled, hollow or textured; sometimes with a shadow, a line
 * through the letter or a light background; distorted and noisy.
 */
final class LetterPainter implements GlyphPainter {
  private static final double HOLLOW = 0.12;
  private static final double TEXTURED = 0.2;
  private static final double SHADOWED = 0.1;
  private static final double RULED = 0.12;
  private static final double INVERTED = 0.08;

  private final Canvas canvas = new Canvas();
  private final ElasticDistortion elastic = new ElasticDistortion(Canvas.SIDE, Canvas.SIDE, 4);

  @Override
  public byte[] paint(int label, RandomGenerator random) {
    canvas.clear();
    Shape letter = letter(label, random);
    if (random.nextDouble() < HOLLOW) {
      canvas.fill(pen(random.nextDouble(0.9, 1.6)).createStrokedShape(letter));
    } else {
      fillWithWeight(letter, random.nextDouble(-0.5, 2));
    }
    if (random.nextDouble() < RULED) {
      rule(random);
    }
    float[] ink = elastic.apply(canvas.ink(), random.nextDouble(2, 23), random);
    if (random.nextDouble() < SHADOWED) {
      shadow(ink, random);
    }
    if (random.nextDouble() < TEXTURED) {
      multiply(ink, Texture.random(random));
    }
    ink = Scan.blur(ink, random.nextDouble(0, 0.6));
    Scan.contrast(ink, random.nextDouble(0.7, 1.4));
    if (random.nextDouble() < INVERTED) {
      invert(ink);
    }
    Scan.addNoise(ink, random.nextDouble(0, 0.06), random);
    return Scan.quantize(ink);
  }

  private static Shape letter(int label, RandomGenerator random) {
    Shape outline = Typefaces.outline(random.nextInt(Typefaces.count()), label);
    AffineTransform form =
        AffineTransform.getRotateInstance(Math.toRadians(random.nextGaussian() * 8));
    form.shear(random.nextGaussian() * 0.14, 0);
    form.scale(Math.exp(random.nextGaussian() * 0.16), 1);
    Rectangle2D bounds = form.createTransformedShape(outline).getBounds2D();
    double scale = random.nextDouble(17, 25) / Math.max(bounds.getWidth(), bounds.getHeight());
    AffineTransform placement =
        AffineTransform.getTranslateInstance(
            Canvas.SIDE / 2.0 + random.nextGaussian() * 1.1,
            Canvas.SIDE / 2.0 + random.nextGaussian() * 1.1);
    placement.scale(scale, scale);
    placement.translate(-bounds.getCenterX(), -bounds.getCenterY());
    placement.concatenate(form);
    return placement.createTransformedShape(outline);
  }

  /** Dilates by half of a positive weight in pixels, or erodes by half of a negative one. */
  private void fillWithWeight(Shape letter, double weight) {
    canvas.fill(letter);
    Shape edge = pen(Math.abs(weight)).createStrokedShape(letter);
    if (weight > 0) {
      canvas.fill(edge);
    } else {
      canvas.erase(edge);
    }
  }

  private static BasicStroke pen(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 4);
  }

  /** Draws a straight line across the image, in ink or in the background colour. */
  private void rule(RandomGenerator random) {
    double side = Canvas.SIDE;
    double from = random.nextDouble(side);
    double to = random.nextDouble(side);
    Line2D line =
        random.nextBoolean()
            ? new Line2D.Double(0, from, side, to)
            : new Line2D.Double(from, 0, to, side);
    Shape shape = pen(random.nextDouble(0.8, 1.8)).createStrokedShape(line);
    if (random.nextBoolean()) {
      canvas.fill(shape);
    } else {
      canvas.erase(shape);
    }
  }

  /** Adds a dimmer copy, moved by one to three pixels to the right and down, behind the ink. */
  private static void shadow(float[] ink, RandomGenerator random) {
    int shift = random.nextInt(1, 4);
    float brightness = random.nextFloat(0.25f, 0.6f);
    // Runs upwards from the lower right, so that it reads only pixels without shadow.
    for (int y = Canvas.SIDE - 1; y >= shift; y--) {
      for (int x = Canvas.SIDE - 1; x >= shift; x--) {
        int i = y * Canvas.SIDE + x;
        ink[i] = Math.max(ink[i], brightness * ink[i - shift * (Canvas.SIDE + 1)]);
      }
    }
  }

  private static void multiply(float[] ink, Texture texture) {
    for (int i = 0; i < ink.length; i++) {
      ink[i] *= texture.at(i % Canvas.SIDE, i / Canvas.SIDE);
    }
  }

  private static void invert(float[] ink) {
    for (int i = 0; i < ink.length; i++) {
      ink[i] = 1 - ink[i];
    }
  }
}
