package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.read.ImageFixture;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class ColourConversionTest {
  private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};

  private final ImageDecoder decoder = new ImageDecoder();

  /** Light is (1 − ink)(1 − black): (1 − 0.2)(1 − 0.5) = 0.4 and so on. */
  @Test
  void plainInkBecomesLight() {
    expectColour(ImageFiles.jpeg(ink(51, 102, 0, 128)), 102, 76, 127);
  }

  @Test
  void inkOfAdobeIsInverted() {
    byte[] file = ImageFiles.jpeg(ink(204, 153, 255, 127));
    expectColour(ImageFiles.withSegment(file, 0xee, ADOBE), 102, 76, 127);
  }

  /** Luma 128 and red chroma 100 above the centre: R = 268, G = 57, B = 128; half black. */
  @Test
  void lumaAndChromaOfAdobeAreTransformed() {
    byte[] transform = ADOBE.clone();
    transform[11] = 2;
    byte[] file = ImageFiles.jpeg(ink(128, 128, 228, 127));
    expectColour(ImageFiles.withSegment(file, 0xee, transform), 0, 99, 63);
  }

  private static Raster ink(int... samples) {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
    for (int i = 0; i < 256; i++) {
      raster.setPixel(i % 16, i / 16, samples);
    }
    return raster;
  }

  private void expectColour(byte[] file, int red, int green, int blue) {
    DecodedImage image = decoder.decode("x", file);
    assertThat(image.shape()).isEqualTo(new ImageShape(3, 16, 16));
    int[] colour = {red, green, blue};
    for (int i = 0; i < image.pixels().length; i++) {
      assertThat(image.pixels()[i] & 0xff).isBetween(colour[i / 256] - 3, colour[i / 256] + 3);
    }
  }

  /** Without any marker, three components are luma and chroma, as libjpeg decides. */
  @Test
  void componentsWithoutMarkersAreLumaAndChroma() {
    byte[] file = ImageFiles.jpeg(16, 16);
    byte[] bare = new byte[file.length - 18];
    System.arraycopy(file, 0, bare, 0, 2);
    System.arraycopy(file, 20, bare, 2, bare.length - 2);
    assertThat(decoder.decode("x", bare).pixels()).isEqualTo(decoder.decode("x", file).pixels());
  }

  /** The profile of linear light: level l is shown as 255 g(l/255) with g of IEC 61966-2-1. */
  @Test
  void profileOfAPngIsApplied() throws IOException {
    byte[] file = withProfile(profile(ColorSpace.CS_LINEAR_RGB));
    byte[] found = decoder.decode("x", file).pixels();
    for (int i = 0; i < found.length; i++) {
      double linear = (ImageFixture.pixels(3, 60)[i] & 0xff) / 255.0;
      double shown = 255 * (1.055 * Math.pow(linear, 1 / 2.4) - 0.055);
      assertThat((double) (found[i] & 0xff)).isBetween(shown - 1.5, shown + 1.5);
    }
  }

  @Test
  void profileOfSrgbChangesNothing() throws IOException {
    DecodedImage image = decoder.decode("x", withProfile(profile(ColorSpace.CS_sRGB)));
    assertThat(image.pixels()).isEqualTo(ImageFixture.pixels(3, 60));
    assertThat(image.warnings()).isEmpty();
  }

  @Test
  void profileOfAnotherColourSpaceIsIgnoredWithAWarning() throws IOException {
    DecodedImage image = decoder.decode("x", withProfile(profile(ColorSpace.CS_GRAY)));
    assertThat(image.pixels()).isEqualTo(ImageFixture.pixels(3, 60));
    assertThat(image.warnings())
        .containsExactly("the colour profile is ignored: it has 1 channels, the image 3");
  }

  @Test
  void profileThatDoesNotUnpackIsIgnoredWithAWarning() {
    byte[] chunk = ImageFiles.ascii("name\0\0no deflated data");
    DecodedImage image =
        decoder.decode("x", ImageFiles.withChunk(ImageFixture.colour(60), "iCCP", chunk));
    assertThat(image.pixels()).isEqualTo(ImageFixture.pixels(3, 60));
    assertThat(image.warnings()).singleElement().asString().startsWith("the colour profile");
  }

  static byte[] withProfile(byte[] profile) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(ImageFiles.ascii("name\0\0"));
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(chunk)) {
      deflated.write(profile);
    }
    return ImageFiles.withChunk(ImageFixture.colour(60), "iCCP", chunk.toByteArray());
  }

  private static byte[] profile(int space) {
    return ICC_Profile.getInstance(space).getData();
  }
}
