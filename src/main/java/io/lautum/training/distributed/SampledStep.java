package io.lautum.training.distributed;

import io.lautum.method.entropy.Objective;
import io.lautum.method.entropy.StepResult;
import io.lautum.method.entropy.WeightStep;
import io.lautum.network.engine.EngineState;
import io.lautum.network.spec.TrainableMask;
import io.lautum.training.Minibatch;
import io.lautum.training.TrainingStep;

/**
 * A step on the cross-entropy of the worker's own minibatch, smoothed over the weights. All random
 * numbers come from the seed, so no sample leaves the worker, and the weights are the only state.
 * Running statistics of batch normalisation are not sampled: they follow the minibatch at the new
 * weights, which takes a separate pass.
 *
 * @param step step on the sampled weights
 * @param trained mask of the weights that are sampled
 */
public record SampledStep(WeightStep step, TrainableMask trained) implements MinibatchStep {
  @Override
  public Result take(TrainingStep network, Minibatch minibatch, long seed) {
    float[] all = network.state().weights();
    StepResult result =
        step.step(trained.select(all), new CrossEntropy(network, minibatch, all), seed);
    trained.write(result.weights(), all);
    if (tracking() > 0) {
      track(network, minibatch, all);
    }
    network.load(EngineState.initial(all), network.components(), seed);
    return new Result(
        result.value(),
        result.value(),
        result.effectiveSampleSize(),
        result.forwardPasses() + tracking(),
        result.backwardPasses() + tracking());
  }

  @Override
  public int forwardPasses() {
    return step.forwardPasses() + tracking();
  }

  /** Returns the number of passes for the running statistics. */
  private int tracking() {
    return trained.isAll() ? 0 : 1;
  }

  private void track(TrainingStep network, Minibatch minibatch, float[] all) {
    float[] gradient = new float[all.length];
    network.gradient(all, minibatch, gradient);
    for (int i = 0; i < all.length; i++) {
      if (!trained.trained()[i]) {
        all[i] -= gradient[i];
      }
    }
  }

  @Override
  public float[] updater(TrainingStep network) {
    return new float[0];
  }

  /** Cross-entropy of a minibatch as a function of the trained weights; the others are constant. */
  private final class CrossEntropy implements Objective {
    private final TrainingStep network;
    private final Minibatch minibatch;
    private final float[] all;
    private final float[] gradient;

    CrossEntropy(TrainingStep network, Minibatch minibatch, float[] all) {
      this.network = network;
      this.minibatch = minibatch;
      this.all = all.clone();
      this.gradient = new float[all.length];
    }

    @Override
    public double value(float[] weights) {
      trained.write(weights, all);
      return network.crossEntropy(all, minibatch);
    }

    @Override
    public double gradient(float[] weights, float[] into) {
      trained.write(weights, all);
      double value = network.gradient(all, minibatch, gradient);
      float[] selected = trained.select(gradient);
      System.arraycopy(selected, 0, into, 0, into.length);
      return value;
    }
  }
}
