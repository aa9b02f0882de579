package io.lautum.network.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.ParameterLayout;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PopulationStatisticsTest {
  private static final ImageShape SHAPE = new ImageShape(2, 3, 4);
  private static final int PIXELS = 12;
  private static final Normalization.Table NORMALIZATION =
      new Normalization(new float[] {0.4f, 0.6f}, new float[] {0.2f, 0.3f}).table(SHAPE);

  /**
   * Two 1x1 convolutions, each followed by batch normalisation: everything can be computed pixel by
   * pixel. 7 images in batches of 3, so the last batch is not full.
   */
  @ParameterizedTest
  @CsvSource({"onednn, 3", "onednn, 7", "dl4j, 3"})
  void statisticsAreThoseOfTheLayersInputs(String engine, int batchSize) {
    NetworkGraph network = network();
    ParameterLayout layout = network.parameters();
    float[] weights = weights(network);
    byte[][] images = images(7);

    float[] adapted =
        new PopulationStatistics(engine, ImageStore.of(images), NORMALIZATION, batchSize)
            .estimate(network, weights);

    double[][] first =
        convolved(pixels(images), weights, layout.of("first", Kind.WEIGHTS).offset(), 3);
    double[][] second =
        convolved(
            normalised(first, weights, layout, "norm1"),
            weights,
            layout.of("second", Kind.WEIGHTS).offset(),
            2);
    float[] expected = weights.clone();
    write(first, expected, layout, "norm1");
    write(second, expected, layout, "norm2");
    assertThat(adapted).containsExactly(expected, within(2e-6f));
    assertThat(adapted).isNotEqualTo(weights);
  }

  @Test
  void networkWithoutBatchNormalisationStaysAsItIs() {
    NetworkGraph network = new TransferNetwork("mlp", SHAPE, 3, 0.5).graph();
    float[] weights = weights(network);
    assertThat(
            new PopulationStatistics("onednn", ImageStore.of(images(2)), NORMALIZATION, 2)
                .estimate(network, weights))
        .isEqualTo(weights);
  }

  /** All images are black, so all pixels of a channel are equal. */
  @Test
  void varianceOfConstantChannelIsPositive() {
    NetworkGraph network = network();
    float[] adapted =
        new PopulationStatistics("onednn", ImageStore.of(new byte[2][24]), NORMALIZATION, 2)
            .estimate(network, weights(network));
    for (float value : adapted) {
      assertThat(value).isFinite();
    }
  }

  private static NetworkGraph network() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(2, 3, 4));
    Window point = new Window(1, 1, 0);
    graph.add(
        "first", new Layer.Convolution(3, point, false, Initialization.XAVIER), NetworkGraph.IMAGE);
    graph.add("norm1", new Layer.BatchNormalization(), "first");
    graph.add("rectifier", new Layer.Rectifier(), "norm1");
    graph.add("second", new Layer.Convolution(2, point, false, Initialization.XAVIER), "rectifier");
    graph.add("norm2", new Layer.BatchNormalization(), "second");
    return graph
        .output(NetworkGraph.LOGITS, graph.add("mean", new Layer.GlobalAverage(), "norm2"))
        .build();
  }

  private static float[] weights(NetworkGraph network) {
    Random random = new Random(5);
    float[] weights = new float[network.parameters().length()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }

  private static byte[][] images(int count) {
    byte[][] images = new byte[count][SHAPE.size()];
    Random random = new Random(6);
    for (byte[] image : images) {
      random.nextBytes(image);
    }
    return images;
  }

  /** Returns all pixels of all images: channels x positions. */
  private static double[][] pixels(byte[][] images) {
    double[] mean = {0.4, 0.6};
    double[] deviation = {0.2, 0.3};
    double[][] pixels = new double[2][images.length * PIXELS];
    for (int i = 0; i < images.length; i++) {
      for (int c = 0; c < 2; c++) {
        for (int p = 0; p < PIXELS; p++) {
          double value = (images[i][c * PIXELS + p] & 0xff) / 255.0;
          pixels[c][i * PIXELS + p] = (value - mean[c]) / deviation[c];
        }
      }
    }
    return pixels;
  }

  private static double[][] convolved(double[][] input, float[] weights, int offset, int channels) {
    double[][] output = new double[channels][input[0].length];
    for (int c = 0; c < channels; c++) {
      for (int from = 0; from < input.length; from++) {
        for (int p = 0; p < input[0].length; p++) {
          output[c][p] += weights[offset + c * input.length + from] * input[from][p];
        }
      }
    }
    return output;
  }

  /** Normalises by the input's own moments, with γ, β and ReLU. */
  private static double[][] normalised(
      double[][] input, float[] weights, ParameterLayout layout, String layer) {
    double[][] output = new double[input.length][input[0].length];
    for (int c = 0; c < input.length; c++) {
      double scale = weights[layout.of(layer, Kind.SCALE).offset() + c];
      double shift = weights[layout.of(layer, Kind.SHIFT).offset() + c];
      for (int p = 0; p < input[c].length; p++) {
        double centred = input[c][p] - mean(input[c]);
        output[c][p] = Math.max(0, scale * centred / Math.sqrt(variance(input[c]) + 1e-5) + shift);
      }
    }
    return output;
  }

  private static void write(
      double[][] input, float[] weights, ParameterLayout layout, String layer) {
    for (int c = 0; c < input.length; c++) {
      weights[layout.of(layer, Kind.RUNNING_MEAN).offset() + c] = (float) mean(input[c]);
      weights[layout.of(layer, Kind.RUNNING_DEVIATION).offset() + c] =
          (float) Math.log10(Math.sqrt(variance(input[c])));
    }
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / values.length;
  }
}
