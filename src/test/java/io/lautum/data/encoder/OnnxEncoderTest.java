package io.lautum.data.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.lautum.UserException;
import io.lautum.data.image.Background;
import io.lautum.data.image.EncoderLayout;
import io.lautum.data.image.ImageFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEncoderTest {
  private static final EncoderSettings PLAIN = EncoderSettings.DEFAULTS.withPlainLevels();

  @TempDir private Path folder;

  private OnnxEncoder open(ModelProto model, EncoderSettings settings) throws IOException {
    Path file = folder.resolve("encoder.onnx");
    Files.write(file, model.toByteArray());
    return OnnxEncoder.open(new Configuration(false), file.toString(), settings, 1);
  }

  /** Returns an image of one colour, except its first pixel. */
  private static byte[] image(int side, int r, int g, int b, int first) {
    byte[] image = new byte[3 * side * side];
    int[] colour = {r, g, b};
    for (int channel = 0; channel < 3; channel++) {
      int start = channel * side * side;
      Arrays.fill(image, start, start + side * side, (byte) colour[channel]);
      image[start] = (byte) first;
    }
    return image;
  }

  private static float[][] encode(OnnxEncoder encoder, byte[]... images) {
    EncoderBatch batch = encoder.batch();
    float[][] rows = new float[images.length][];
    int done = 0;
    for (int i = 0; i < images.length; i++) {
      batch.add("image " + i, images[i]);
      if (batch.isFull() || i == images.length - 1) {
        for (float[] row : batch.encode()) {
          rows[done++] = row;
        }
      }
    }
    assertThat(done).isEqualTo(images.length);
    return rows;
  }

  @Test
  void computesTheNumbersOfAHandComputation() throws Exception {
    try (OnnxEncoder encoder = open(OnnxFixture.usual(2), PLAIN)) {
      assertThat(encoder.width()).isEqualTo(2);
      // Mean colours: (200 * 3 + 40) / 4 = 160, (100 * 3 + 40) / 4 = 85, (20 * 3 + 40) / 4 = 25.
      float[][] rows = encode(encoder, image(2, 200, 100, 20, 40), image(2, 0, 0, 0, 0));
      assertThat(rows[0]).containsExactly(OnnxFixture.embedding(160, 85, 25), within(1e-4f));
      assertThat(rows[1]).containsExactly(0.5f, -1);
    }
  }

  @Test
  void bitsDoNotDependOnTheNumberOfImages() throws Exception {
    int values = 3 * 32 * 32;
    int width = 70;
    Random random = new Random(5);
    float[] weights = new float[values * width];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    byte[][] images = new byte[33][values];
    for (byte[] image : images) {
      random.nextBytes(image);
    }
    ModelProto product =
        new OnnxFixture()
            .input("x", DataType.FLOAT, -1, 3, 32, 32)
            .weights("w", weights, values, width)
            .flatten("x", "flat")
            .node("MatMul", "y", "flat", "w")
            .output("y", DataType.FLOAT, -1, width)
            .model();
    try (OnnxEncoder encoder = open(product, EncoderSettings.DEFAULTS)) {
      float[][] together = encode(encoder, images);
      for (int first = 0; first < images.length; first += 7) {
        for (int count = 1; count <= 6 && first + count <= images.length; count++) {
          float[][] some = encode(encoder, Arrays.copyOfRange(images, first, first + count));
          assertThat(some).isDeepEqualTo(Arrays.copyOfRange(together, first, first + count));
        }
      }
    }
  }

  @Test
  void normalisesByTheStatisticsOfImageNet() throws Exception {
    try (OnnxEncoder encoder = open(OnnxFixture.usual(2), EncoderSettings.DEFAULTS)) {
      float[] row = encode(encoder, image(2, 200, 100, 20, 40))[0];
      double r = (160 / 255.0 - 0.485) / 0.229;
      double g = (85 / 255.0 - 0.456) / 0.224;
      double b = (25 / 255.0 - 0.406) / 0.225;
      assertThat(row).containsExactly(OnnxFixture.embedding(r, g, b), within(1e-5f));
    }
  }

  @Test
  void takesMeansOfLevelsFrom0To255() throws Exception {
    EncoderSettings caffe =
        new EncoderSettings(
            "",
            0,
            255,
            List.of(10f, 20f, 30f),
            List.of(2f, 4f, 8f),
            null,
            64,
            ImageFit.Mode.CROP,
            Background.WHITE);
    try (OnnxEncoder encoder = open(OnnxFixture.usual(2), caffe)) {
      float[] row = encode(encoder, image(2, 200, 100, 20, 40))[0];
      assertThat(row)
          .containsExactly(OnnxFixture.embedding(150 / 2.0, 65 / 4.0, -5 / 8.0), within(1e-4f));
    }
  }

  @Test
  void reordersPixelsForNhwc() throws Exception {
    ModelProto model =
        new OnnxFixture()
            .input("x", DataType.FLOAT, -1, 2, 2, 3)
            .weights("w", OnnxFixture.WEIGHTS, 2, 3, 1, 1)
            .weights("b", OnnxFixture.BIAS, 2)
            .transpose("x", "nchw", 0, 3, 1, 2)
            .mean("nchw")
            .flatten("mean", "y")
            .output("y", DataType.FLOAT, -1, 2)
            .model();
    try (OnnxEncoder encoder = open(model, PLAIN)) {
      assertThat(encoder.description().layout()).isEqualTo(EncoderLayout.NHWC);
      float[][] rows = encode(encoder, image(2, 0, 0, 0, 0), image(2, 200, 100, 20, 40));
      assertThat(rows[1]).containsExactly(OnnxFixture.embedding(160, 85, 25), within(1e-4f));
    }
  }

  @Test
  void fillsABatchOfFixedSize() throws Exception {
    ModelProto model =
        new OnnxFixture()
            .input("x", DataType.FLOAT, 4, 3, 2, 2)
            .weights("w", OnnxFixture.WEIGHTS, 2, 3, 1, 1)
            .weights("b", OnnxFixture.BIAS, 2)
            .mean("x")
            .flatten("mean", "y")
            .output("y", DataType.FLOAT, 4, 2)
            .model();
    byte[][] images = new byte[6][];
    for (int i = 0; i < images.length; i++) {
      images[i] = image(2, 10 * i, 100, 20, 10 * i);
    }
    try (OnnxEncoder encoder = open(model, PLAIN)) {
      float[][] rows = encode(encoder, images);
      for (int i = 0; i < images.length; i++) {
        float[] expected = OnnxFixture.embedding(10 * i, 75 + 2.5 * i, 15 + 2.5 * i);
        assertThat(rows[i]).containsExactly(expected, within(1e-4f));
      }
    }
  }

  @Test
  void convertsToAndFromHalfPrecision() throws Exception {
    try (OnnxEncoder encoder = open(OnnxFixture.half(2), PLAIN)) {
      // All of these numbers are exact in half precision.
      assertThat(encode(encoder, image(2, 200, 100, 20, 40))[0])
          .containsExactly(OnnxFixture.embedding(160, 85, 25));
    }
  }

  @Test
  void takesVectorsOfOnePixel() throws Exception {
    ModelProto model =
        OnnxFixture.averaging("x", 2).output("mean", DataType.FLOAT, -1, 2, 1, 1).model();
    try (OnnxEncoder encoder = open(model, PLAIN)) {
      assertThat(encode(encoder, image(2, 200, 100, 20, 40))[0])
          .containsExactly(OnnxFixture.embedding(160, 85, 25), within(1e-4f));
    }
  }

  @Test
  void choosesOneOfSeveralOutputs() throws Exception {
    ModelProto model =
        OnnxFixture.averaging("x", 2)
            .flatten("mean", "y")
            .node("Neg", "z", "y")
            .output("y", DataType.FLOAT, -1, 2)
            .output("z", DataType.FLOAT, -1, 2)
            .model();
    try (OnnxEncoder encoder = open(model, PLAIN.withOutput("z"))) {
      assertThat(encode(encoder, image(2, 0, 0, 0, 0))[0]).containsExactly(-0.5f, 1);
    }
    assertThatThrownBy(() -> open(model, PLAIN))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith(
            "has several outputs: y float[?, 2], z float[?, 2]; choose one by its name");
    assertThatThrownBy(() -> open(model, PLAIN.withOutput("w")))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("has no output w; it has y float[?, 2], z float[?, 2]");
  }

  @Test
  void digestIsThatOfTheContent() throws Exception {
    String first;
    try (OnnxEncoder encoder = open(OnnxFixture.usual(2), PLAIN)) {
      first = encoder.digest();
      assertThat(first).hasSize(64);
    }
    try (OnnxEncoder encoder = open(OnnxFixture.usual(2), PLAIN)) {
      assertThat(encoder.digest()).isEqualTo(first);
    }
    try (OnnxEncoder encoder = open(OnnxFixture.usual(4), PLAIN)) {
      assertThat(encoder.digest()).isNotEqualTo(first);
    }
  }
}
