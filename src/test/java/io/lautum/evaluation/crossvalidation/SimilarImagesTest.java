package io.lautum.evaluation.crossvalidation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.glyphs.GlyphReader;
import io.lautum.data.image.Background;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetReader.Examples;
import io.lautum.data.read.Split;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarImagesTest {
  private static final int IMAGES = 400;
  private static final ImageShape SHAPE = new ImageShape(1, 28, 28);

  @ParameterizedTest
  @ValueSource(strings = {"digits", "letters"})
  void differentCharactersAreNotJoined(String kind) throws IOException {
    byte[][] images = glyphs(kind);
    ImageGroups groups = new ImageGroups(images.length);
    SimilarImages.join(images, SHAPE, groups);
    assertThat(Arrays.stream(groups.groups()).distinct().count())
        .isGreaterThanOrEqualTo(IMAGES - 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "letters"})
  void compressedAndScaledCopiesAreJoined(String kind) throws IOException {
    byte[][] images = Arrays.copyOf(glyphs(kind), 2 * IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      images[IMAGES + i] = copy(images[i]);
    }
    ImageGroups groups = new ImageGroups(images.length);
    SimilarImages.join(images, SHAPE, groups);
    int[] found = groups.groups();
    long joined = IntStream.range(0, IMAGES).filter(i -> found[i] == found[IMAGES + i]).count();
    assertThat(joined).isGreaterThanOrEqualTo(IMAGES - 4);
  }

  @Test
  void constantImagesAreJoinedOnlyIfTheyAreEqual() {
    byte[][] images = new byte[6][SHAPE.size()];
    Arrays.fill(images[1], (byte) 9);
    Arrays.fill(images[2], (byte) 9);
    Arrays.fill(images[3], (byte) 200);
    images[4][3] = 1;
    ImageGroups groups = new ImageGroups(images.length);
    SimilarImages.join(images, SHAPE, groups);
    assertThat(groups.groups()).containsExactly(0, 1, 1, 3, 4, 0);
  }

  @Test
  void imagesWithManyChannelsAreJoinedOnlyIfTheyAreEqual() {
    byte[][] images = {{1, 2, 3, 4}, {1, 2, 3, 4}, {1, 2, 3, 5}};
    ImageGroups groups = new ImageGroups(images.length);
    SimilarImages.join(images, new ImageShape(4, 1, 1), groups);
    assertThat(groups.groups()).containsExactly(0, 0, 2);
  }

  private static byte[][] glyphs(String kind) throws IOException {
    byte[][] images = new byte[IMAGES][];
    try (Examples examples =
        new GlyphReader(kind, IMAGES, 0, 3).read(new Configuration(false), Split.TRAIN, 0, 1)) {
      for (int i = 0; i < IMAGES; i++) {
        images[i] = examples.next().pixels();
      }
    }
    return images;
  }

  /** Returns the image, enlarged by a tenth, saved as JPEG and made smaller again. */
  private static byte[] copy(byte[] pixels) throws IOException {
    ImageShape larger = new ImageShape(1, 31, 31);
    byte[] enlarged = fit(larger).apply(pixels, SHAPE);
    BufferedImage image = new BufferedImage(31, 31, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, 31, 31, enlarged);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam quality = writer.getDefaultWriteParam();
    quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    quality.setCompressionQuality(0.8f);
    writer.setOutput(ImageIO.createImageOutputStream(bytes));
    writer.write(null, new IIOImage(image, null, null), quality);
    ((javax.imageio.stream.ImageOutputStream) writer.getOutput()).flush();
    writer.dispose();
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    byte[] decoded = (byte[]) read.getRaster().getDataElements(0, 0, 31, 31, null);
    return fit(SHAPE).apply(decoded, larger);
  }

  private static ImageFit fit(ImageShape shape) {
    return new ImageFit(shape, ImageFit.Mode.STRETCH, Background.WHITE);
  }
}
