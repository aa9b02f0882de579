import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Halves images by the box filter: every pixel is the rounded mean of a 2x2 block. Standard input
 * has one line per image: source path, tab, target path. Targets are written as RGB PNG.
 */
final class HalveImages {
  private HalveImages() {}

  public static void main(String[] arguments) {
    ImageIO.setUseCache(false);
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        .lines()
        .map(line -> line.split("\t"))
        .forEach(paths -> halve(Path.of(paths[0]), Path.of(paths[1])));
  }

  private static void halve(Path from, Path to) {
    try {
      BufferedImage source = ImageIO.read(from.toFile());
      if (source == null) {
        throw new IOException(from + ": expected an image");
      }
      ImageIO.write(halved(source), "png", to.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage() + " (" + from + ")", e);
    }
  }

  private static BufferedImage halved(BufferedImage source) {
    // Samples of the raster: getRGB would gamma-correct grey ones.
    Raster in = source.getRaster();
    BufferedImage half =
        new BufferedImage(
            source.getWidth() / 2, source.getHeight() / 2, BufferedImage.TYPE_3BYTE_BGR);
    WritableRaster out = half.getRaster();
    for (int channel = 0; channel < 3; channel++) {
      int band = Math.min(channel, in.getNumBands() - 1);
      for (int y = 0; y < half.getHeight(); y++) {
        for (int x = 0; x < half.getWidth(); x++) {
          int sum =
              in.getSample(2 * x, 2 * y, band)
                  + in.getSample(2 * x + 1, 2 * y, band)
                  + in.getSample(2 * x, 2 * y + 1, band)
                  + in.getSample(2 * x + 1, 2 * y + 1, band);
          out.setSample(x, y, channel, (sum + 2) / 4);
        }
      }
    }
    return half;
  }
}
