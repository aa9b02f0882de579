package io.lautum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.data.ImageShape;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class WeightMatricesTest {
  private static final ImageShape SHAPE = new ImageShape(3, 20, 24);
  private static final int CLASSES = 7;

  @Test
  void leNetHasTwoKernelsAndTwoDenseMatrices() {
    assertThat(WeightMatrices.of(network("lenet", new ImageShape(1, 28, 28), 10)))
        .containsExactly(
            // DL4J puts a dense layer's bias behind its weights and a convolution's before them.
            new WeightMatrix("convolution1", 20, 20, 25),
            new WeightMatrix("convolution2", 20 + 500 + 50, 50, 20 * 25),
            new WeightMatrix("features", 570 + 25_000, 500, 800),
            new WeightMatrix("logits", 25_570 + 400_000 + 500, 10, 500));
  }

  @ParameterizedTest
  @CsvSource({"lenet", "mlp", "cnn"})
  void entriesAreThoseOfDl4jsParameters(String architecture) {
    ComputationGraph network = network(architecture, SHAPE, CLASSES);
    float[] flat = network.params().toFloatVector();
    List<WeightMatrix> matrices = WeightMatrices.of(network);
    for (WeightMatrix matrix : matrices) {
      INDArray weights = network.getParam(matrix.layer() + "_W");
      assertThat(matrix.length()).isEqualTo((int) weights.length());
      for (int row = 0; row < matrix.rows(); row++) {
        assertThat(slice(flat, matrix, row)).isEqualTo(inputsOf(weights, row));
      }
    }
    long others =
        network.paramTable().entrySet().stream()
            .filter(weight -> !weight.getKey().endsWith("_W"))
            .mapToLong(weight -> weight.getValue().length())
            .sum();
    assertThat(matrices.stream().mapToLong(WeightMatrix::length).sum() + others)
        .isEqualTo(network.numParams());
  }

  /** The weights of one output, from the parameter by its indices. */
  private static float[] inputsOf(INDArray weights, int output) {
    float[] row = new float[(int) (weights.length() / weights.size(weights.rank() == 2 ? 1 : 0))];
    for (int i = 0; i < row.length; i++) {
      row[i] =
          weights.rank() == 2
              ? weights.getFloat(i, output)
              : weights.getFloat(kernelIndex(weights, output, i));
    }
    return row;
  }

  private static long[] kernelIndex(INDArray kernel, int output, int input) {
    long width = kernel.size(3);
    long area = kernel.size(2) * width;
    return new long[] {output, input / area, input % area / width, input % width};
  }

  private static float[] slice(float[] flat, WeightMatrix matrix, int row) {
    int from = matrix.offset() + row * matrix.columns();
    return Arrays.copyOfRange(flat, from, from + matrix.columns());
  }

  @Test
  void unknownLayoutsAreRefused() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(8, 8, 2))
                .addLayer("up", new Deconvolution2D.Builder(2, 2).nOut(3).build(), "image")
                .setOutputs("up")
                .validateOutputLayerConfig(false)
                .build());
    network.init();
    assertThatThrownBy(() -> WeightMatrices.of(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the layout of layer up (Deconvolution2D) is not known");
  }

  private static ComputationGraph network(String architecture, ImageShape shape, int classes) {
    ComputationGraph network =
        new ComputationGraph(
            new TransferNetwork(architecture, shape, classes, 0)
                .inference(Updaters.constant(1), 3));
    network.init();
    return network;
  }
}
