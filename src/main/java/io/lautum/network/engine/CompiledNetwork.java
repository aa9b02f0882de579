package io.lautum.network.engine;

import io.lautum.network.loss.WeightPenalty;
import java.util.Map;

/**
 * A network that an engine has compiled for one kind of step. It computes forward passes, gradients
 * and updates; which loss they are of is the caller's business. Weights, gradient and moments stay
 * wherever the engine likes: between {@link #load} and {@link #state}, only outputs and their
 * gradients are exchanged. Not thread-safe.
 *
 * <p>A step is {@link #forward}, {@link #output} for each output, {@link #backward}, and {@link
 * #update}. What follows a {@link #load} is a function of the loaded state, the seed and the
 * images.
 */
public interface CompiledNetwork extends AutoCloseable {
  /**
   * Continues from a state. The arrays stay the caller's.
   *
   * @param seed of dropout
   */
  void load(EngineState state, long seed);

  /** Replaces the weights and nothing else. The array stays the caller's. */
  void loadWeights(float[] weights);

  /** A copy of all that training changes. */
  EngineState state();

  /** Passes the images of all groups forward. */
  void forward(ImageBatch images);

  /**
   * Repeats the last forward pass with other images: those of the first rows are changed by ε
   * sign(∂loss/∂x), the gradient being that of the last {@link #backward}.
   *
   * @param rows number of images that are changed
   * @param epsilon ε, in units of the normalised image
   * @throws IllegalStateException if the step was compiled without image gradients
   */
  void forwardPerturbed(int rows, double epsilon);

  /**
   * Values of an output at the last forward pass, rows x width, row-major.
   *
   * @return an array that the next pass overwrites
   * @throws IllegalArgumentException if the step does not name the output
   */
  float[] output(String name);

  /**
   * Replaces the gradient by that of a loss. Its entries for running averages of batch
   * normalisation are what {@link #update} subtracts from these.
   *
   * @param gradients of the loss with respect to each output of the step, rows x width
   * @param headFactors factors of the gradients with which auxiliary heads enter the network below
   *     them, by the head's name; 1 if absent
   */
  void backward(Map<String, float[]> gradients, Map<String, Double> headFactors);

  /** As {@link #backward}, but adds the gradient, times a factor, to what is there. */
  void addBackward(Map<String, float[]> gradients, Map<String, Double> headFactors, double factor);

  /**
   * Adds the gradient of a penalty on the weights.
   *
   * @return the penalty
   */
  double add(WeightPenalty penalty);

  /** A copy of the gradient, in the flat order. */
  float[] gradient();

  /**
   * A copy of the loss's gradient with respect to the images at the last {@link #backward}.
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
