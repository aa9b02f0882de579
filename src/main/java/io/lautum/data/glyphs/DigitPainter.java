package io.lautum.data.glyphs;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws digits that look handwritten: a skeleton with displaced knots, random pen width, slant,
 * rotation and proportions, elastic distortion, and the soft edges of a scan. As in MNIST, a digit
 * is about 20 pixels high and centred.
 */
final class DigitPainter implements GlyphPainter {
  private static final double BOX = 100;

  private final Canvas canvas = new Canvas();
  private final ElasticDistortion elastic = new ElasticDistortion(Canvas.SIDE, Canvas.SIDE, 4);

  @Override
  public byte[] paint(int label, RandomGenerator random) {
    canvas.clear();
    canvas.fill(shape(label, random));
    float[] ink = elastic.apply(canvas.ink(), random.nextDouble(4, 26), random);
    float[] soft = Scan.blur(ink, random.nextDouble(0, 0.5));
    Scan.contrast(soft, random.nextDouble(1.1, 1.6));
    Scan.addNoise(soft, random.nextDouble(0, 0.03), random);
    return Scan.quantize(soft);
  }

  private static Shape shape(int digit, RandomGenerator random) {
    List<StrokeSkeletons.Skeleton> skeletons = StrokeSkeletons.of(digit);
    Shape path = skeletons.get(random.nextInt(skeletons.size())).path(3.2, random);
    double height = random.nextDouble(16.5, 21);
    double width = height * random.nextDouble(0.6, 1.0);
    AffineTransform placement =
        AffineTransform.getTranslateInstance(
            Canvas.SIDE / 2.0 + random.nextGaussian() * 0.8,
            Canvas.SIDE / 2.0 + random.nextGaussian() * 0.8);
    placement.rotate(Math.toRadians(random.nextGaussian() * 5));
    placement.shear(-0.12 + random.nextGaussian() * 0.18, 0);
    placement.scale(width / BOX, height / BOX);
    placement.translate(-BOX / 2, -BOX / 2);
    double pen = Math.max(1.3, Math.min(3.3, 2.2 + 0.5 * random.nextGaussian()));
    BasicStroke stroke =
        new BasicStroke((float) pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    return stroke.createStrokedShape(placement.createTransformedShape(path));
  }
}
