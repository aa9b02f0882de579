package io.lautum.data.encoder;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Writes PNG files in colour. */
final class ColourPng {
  private ColourPng() {}

  /** Writes an image of random pixels, which are equal for equal seeds. */
  static void write(Path path, int height, int width, int seed) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    Files.createDirectories(path.getParent());
    File file = path.toFile();
    ImageIO.write(image, "png", file);
  }
}
