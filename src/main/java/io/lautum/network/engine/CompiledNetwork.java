package io.lautum.network.engine;

import io.lautum.network.loss.WeightPenalty;
import java.util.Map;

/**
 * A network that an engine has compiled for one kind of step. It computes forward passes, gradients
 * and updates; the caller computes the loss. The engine decides where weights, gradient and moments
 * are stored: between {@link #load} and {@link #state}, only outputs and their gradients are
 * exchanged. Not thread-safe.
 *
 * <p>A step is {@link #forward}, {@link #output} for each output, {@link #backward}, and {@link
 * #update}. All results after a {@link #load} are functions of the loaded state, the seed and the
 * images.
 */
public interface CompiledNetwork extends AutoCloseable {
  /**
   * Continues from a state. The arrays are copied.
   *
   * @param seed seed of dropout
   */
  void load(EngineState state, long seed);

  /** Replaces only the weights. The array is copied. */
  void loadWeights(float[] weights);

  /** Returns a copy of everything that training changes. */
  EngineState state();

  /**
   * Returns the position in dropout's random numbers. Together with {@link #state} it is everything
   * that later results depend on besides the images.
   */
  long[] dropoutPosition();

  /**
   * Continues dropout's random numbers from a position. Must follow {@link #load} with the seed of
   * the network that the position is from.
   *
   * @param position position in a network that the same engine compiled for the same step
   */
  void continueDropout(long[] position);

  /** Passes the images of all groups forward. */
  void forward(ImageBatch images);

  /**
   * Repeats the last forward pass with the first images changed by ε sign(∂loss/∂x), where the
   * gradient is from the last {@link #backward}.
   *
   * @param rows number of images to change
   * @param epsilon ε, in units of the normalised image
   * @throws IllegalStateException if the step was compiled without image gradients
   */
  void forwardPerturbed(int rows, double epsilon);

  /**
   * Returns the values of an output in the last forward pass, rows x width, row-major.
   *
   * @return an array that the next pass overwrites
   * @throws IllegalArgumentException if the step does not contain the output
   */
  float[] output(String name);

  /**
   * Replaces the gradient with the gradient of a loss. The entries for running averages of batch
   * normalisation are the amounts that {@link #update} subtracts from them.
   *
   * @param gradients gradients of the loss with respect to each output of the step, rows x width
   * @param headFactors factors on the gradients that pass from auxiliary heads to the network
   *     below, by the head's name; 1 if absent
   */
  void backward(Map<String, float[]> gradients, Map<String, Double> headFactors);

  /**
   * Adds the gradient of a loss, times a factor, to the present gradient; see {@link #backward}.
   */
  void addBackward(Map<String, float[]> gradients, Map<String, Double> headFactors, double factor);

  /**
   * Adds the gradient of a penalty on the weights.
   *
   * @return value of the penalty
   */
  double add(WeightPenalty penalty);

  /** Returns a copy of the gradient, in the flat order. */
  float[] gradient();

  /**
   * Returns a copy of the loss's gradient with respect to the images from the last {@link
   * #backward}.
   *
   * @throws IllegalStateException if the step was compiled without image gradients
   */
  float[] imageGradient();

  /** Lets the optimiser change the weights. */
  void update();

  /** Frees native memory; the network cannot be used afterwards. */
  @Override
  void close();
}
