package io.lautum.interchange.onnx;

import io.lautum.DataException;
import io.lautum.data.file.ImageFile;
import io.lautum.data.glyphs.GlyphReader;
import io.lautum.data.image.DecodedImage;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.read.DatasetReader.Examples;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImagePaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The images over which a model is compared with its ONNX file. */
final class CheckImages {
  private static final int GENERATED = 64;
  private static final int MOST = 1000;
  private static final int MISSING_EVERY = 20;

  private CheckImages() {}

  /**
   * Returns the first images of a folder, at most 1,000, as the model's training images were
   * converted. Files that are no intact images are left out.
   *
   * @throws DataException if there are no images
   */
  static byte[][] below(Configuration hadoop, Path folder, ImageFit fit) throws IOException {
    List<byte[]> images = new ArrayList<>();
    try (ImageDecoder decoder = new ImageDecoder(fit.background())) {
      for (String path : ImagePaths.below(hadoop, folder)) {
        Path file = new Path(path);
        try {
          byte[] content = ImageFile.read(file.getFileSystem(hadoop), file);
          DecodedImage image = decoder.decode(path, content);
          images.add(fit.apply(image.pixels(), image.shape()));
        } catch (DataException e) {
          continue;
        }
        if (images.size() == MOST) {
          break;
        }
      }
    }
    if (images.isEmpty()) {
      throw new DataException(folder + ": expected intact images, found none");
    }
    return images.toArray(byte[][]::new);
  }

  /** Returns drawn letters and random levels, half of each. */
  static byte[][] generated(ImageFit fit) throws IOException {
    byte[][] images = new byte[GENERATED][];
    GlyphReader letters = new GlyphReader("letters", GENERATED / 2, 0, 1);
    Configuration none = new Configuration(false);
    ImageShape drawn = letters.info(none).shape();
    int count = 0;
    try (Examples examples = letters.read(none, Split.TRAIN, 0, 1)) {
      while (examples.hasNext()) {
        images[count++] = fit.apply(examples.next().pixels(), drawn);
      }
    }
    Random random = new Random(1);
    while (count < GENERATED) {
      images[count] = new byte[fit.shape().size()];
      random.nextBytes(images[count++]);
    }
    return images;
  }

  /** Returns normally distributed vectors of a mean and standard deviation; some values miss. */
  static byte[][] vectors(Normalization normalization) {
    float[] mean = normalization.mean();
    float[] std = normalization.std();
    Random random = new Random(1);
    byte[][] vectors = new byte[GENERATED][];
    for (int i = 0; i < GENERATED; i++) {
      float[] values = new float[mean.length];
      for (int k = 0; k < values.length; k++) {
        boolean missing = random.nextInt(MISSING_EVERY) == 0;
        float value = (float) (mean[k] + std[k] * random.nextGaussian());
        values[k] = missing ? Float.NaN : value;
      }
      vectors[i] = FloatVector.bytes(values);
    }
    return vectors;
  }
}
