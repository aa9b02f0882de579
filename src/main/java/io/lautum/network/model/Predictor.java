package io.lautum.network.model;

import io.lautum.data.image.Normalization;
import io.lautum.experiment.result.Evaluation;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.Engines;
import io.lautum.network.loss.Softmax;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import io.lautum.operations.cluster.DeviceBinding;
import java.util.Arrays;
import java.util.List;

/**
 * Passes images through a model in batches, in inference mode and in float. Not thread-safe.
 *
 * <p>An engine compiles the network for a number of images. The rest of a smaller batch has images
 * of an earlier one, which do not affect the others.
 */
public final class Predictor implements AutoCloseable {
  private final TrainedModel model;
  private final NetworkGraph network;
  private final Normalization.Table normalization;
  private final int batchSize;
  private final String engine;

  private CompiledNetwork compiled;
  private float[] pixels = new float[0];

  /**
   * @param normalization normalisation of the images, which may be from another domain than the
   *     model's training images
   * @param batchSize maximum number of images per forward pass
   * @param engine value of {@code network.engine}
   */
  public Predictor(TrainedModel model, Normalization normalization, int batchSize, String engine) {
    this.model = model;
    network = model.metadata().network().graph();
    this.normalization = normalization.table(model.metadata().network().shape());
    this.batchSize = batchSize;
    this.engine = engine;
  }

  /** Receives the outputs of one batch. */
  @FunctionalInterface
  public interface Batch {
    /**
     * @param first position of the batch's first image
     * @param outputs one row per image
     */
    void accept(int first, float[][] outputs);
  }

  /** Receives several outputs of one batch. */
  @FunctionalInterface
  public interface Outputs {
    /**
     * @param first position of the batch's first image
     * @param outputs for each output in the order of the request, one row per image
     */
    void accept(int first, List<float[][]> outputs);
  }

  /** Computes the class probabilities of every image. */
  public void probabilities(byte[][] images, Batch batch) {
    outputs(images, TermSpec.PROBABILITIES, batch);
  }

  /** Evaluates how the model classifies labelled images. */
  public Evaluation evaluate(byte[][] images, int[] labels) {
    Evaluation evaluation = new Evaluation(network.width(NetworkGraph.LOGITS));
    probabilities(images, (first, rows) -> evaluation.add(labels, first, rows));
    return evaluation;
  }

  /**
   * Computes an output of every image.
   *
   * @param output {@link TermSpec#PROBABILITIES} or an output of the network
   */
  public void outputs(byte[][] images, String output, Batch batch) {
    outputs(images, List.of(output), (first, outputs) -> batch.accept(first, outputs.get(0)));
  }

  /** Computes several outputs of every image, in one pass per batch. */
  public void outputs(byte[][] images, List<String> outputs, Outputs batch) {
    int size = network.input().size();
    for (int first = 0; first < images.length; first += batchSize) {
      int rows = Math.min(batchSize, images.length - first);
      compile(rows);
      for (int i = 0; i < rows; i++) {
        normalization.apply(images[first + i], pixels, i * size);
      }
      compiled.forward(() -> pixels);
      batch.accept(first, outputs.stream().map(output -> rows(rows, output)).toList());
    }
  }

  /**
   * Returns the class probabilities of one batch.
   *
   * @param images normalised images, n x channels x height x width
   * @return n rows
   */
  public float[][] probabilities(float[] images) {
    int rows = images.length / network.input().size();
    compile(rows);
    System.arraycopy(images, 0, pixels, 0, images.length);
    compiled.forward(() -> pixels);
    return rows(rows, TermSpec.PROBABILITIES);
  }

  /** Compiles the network for at least this number of images. */
  private void compile(int rows) {
    if (pixels.length >= rows * network.input().size()) {
      return;
    }
    close();
    DeviceBinding.ofExecutor();
    StepSpec pass = StepSpec.inference(rows, List.copyOf(network.outputs().keySet()));
    compiled =
        Engines.find(engine, Precision.FLOAT, network, pass)
            .compile(network, pass, Precision.FLOAT);
    compiled.load(EngineState.initial(model.parameters()), 0);
    pixels = new float[rows * network.input().size()];
  }

  /** Returns an output of the first images of the last pass. */
  private float[][] rows(int rows, String output) {
    boolean probabilities = output.equals(TermSpec.PROBABILITIES);
    float[] values = compiled.output(probabilities ? NetworkGraph.LOGITS : output);
    int width = values.length / (pixels.length / network.input().size());
    float[][] outputs = new float[rows][];
    for (int i = 0; i < rows; i++) {
      outputs[i] =
          probabilities
              ? softmax(values, width, i)
              : Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }
    return outputs;
  }

  private static float[] softmax(float[] logits, int classes, int row) {
    double[] exact = Softmax.of(logits, classes, row, row + 1);
    float[] probabilities = new float[classes];
    for (int k = 0; k < classes; k++) {
      probabilities[k] = (float) exact[k];
    }
    return probabilities;
  }

  /** Frees the compiled network; the next call compiles it again. */
  @Override
  public void close() {
    if (compiled != null) {
      compiled.close();
      compiled = null;
      pixels = new float[0];
    }
  }
}
