package io.lautum.network.engine.cudnn;

import io.lautum.network.engine.EngineState;
import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.StepSpec;

/**
 * The update of the weights, with the optimiser's moments and the shadow weights on the device, in
 * the flat order. Settings that change from step to step are in a buffer.
 */
final class DeviceOptimizer {
  private static final int SETTINGS = 3;

  private final Device device;
  private final StepSpec step;
  private final TrainableMask mask;
  private final Buffer weights;
  private final Buffer settings;
  private final Buffer first;
  private final Buffer second;
  private final Buffer shadow;

  /**
   * @param mask weights that the optimiser changes
   */
  DeviceOptimizer(Device device, StepSpec step, TrainableMask mask, Buffer weights) {
    this.device = device;
    this.step = step;
    this.mask = mask;
    this.weights = weights;
    settings = device.allocate(SETTINGS * Float.BYTES);
    first = step.optimizer() instanceof Optimizer.None ? null : device.allocate(weights.bytes());
    second = step.optimizer() instanceof Optimizer.Adam ? device.allocate(weights.bytes()) : null;
    shadow = step.shadowDecay() > 0 ? device.allocate(weights.bytes()) : null;
  }

  /**
   * Appends the update.
   *
   * @param trained 1 for the weights that the loss determines, otherwise 0
   */
  void compile(Buffer gradient, Buffer trained, Program program) {
    // The last layer has no running averages behind it.
    int from = step.lastLayerOnly() ? mask.ranges().get(0).from() : 0;
    int length = weights.length() - from;
    Buffer flags = new Buffer(trained.address() + from, length);
    if (step.optimizer() instanceof Optimizer.Adam adam) {
      program.launch(
          "adam",
          length,
          weights.part(from, length),
          gradient.part(from, length),
          first.part(from, length),
          second.part(from, length),
          flags,
          settings,
          (float) adam.beta1(),
          (float) adam.beta2(),
          (float) adam.epsilon());
    } else if (step.optimizer() instanceof Optimizer.Sgd sgd) {
      program.launch(
          "descend",
          length,
          weights.part(from, length),
          gradient.part(from, length),
          first.part(from, length),
          flags,
          settings,
          (float) sgd.momentum(),
          (float) sgd.weightDecay(),
          sgd.nesterov() ? 1 : 0);
    }
    if (shadow != null) {
      program.launch("followWeights", weights.length(), weights, shadow, settings);
    }
  }

  /**
   * Sets what the next update uses.
   *
   * @param steps number of steps before it
   * @throws IllegalStateException if the step was compiled without an optimiser
   */
  void prepare(int steps) {
    float keep = (float) Math.min(step.shadowDecay(), (1.0 + steps) / (10 + steps));
    if (step.optimizer() instanceof Optimizer.Adam adam) {
      double correction =
          Math.sqrt(1 - Math.pow(adam.beta2(), steps + 1))
              / (1 - Math.pow(adam.beta1(), steps + 1));
      double rate = adam.learningRate().at(steps);
      float shrink = (float) (rate * adam.weightDecay());
      device.upload(new float[] {(float) (rate * correction), shrink, keep}, settings);
    } else if (step.optimizer() instanceof Optimizer.Sgd sgd) {
      float rate = (float) sgd.learningRate().at(steps);
      device.upload(new float[] {rate, 0, keep}, settings);
    } else {
      throw new IllegalStateException("compiled without an optimiser");
    }
  }

  /** Continues from the moments and shadow weights of a state. */
  void load(EngineState state) {
    if (first != null) {
      Moments moments = new Moments(mask, second != null);
      device.upload(moments.flat(state.moments(), false), first);
      if (second != null) {
        device.upload(moments.flat(state.moments(), true), second);
      }
    }
    if (shadow != null) {
      device.upload(state.shadow().length == 0 ? state.weights() : state.shadow(), shadow);
    }
  }

  /** Returns a copy of the moments, as an engine's state contains them. */
  float[] moments() {
    if (first == null) {
      return new float[0];
    }
    float[] secondValues = second == null ? null : device.download(second);
    return new Moments(mask, second != null).selected(device.download(first), secondValues);
  }

  /** Returns a copy of the shadow weights; empty if there are none. */
  float[] shadow() {
    return shadow == null ? new float[0] : device.download(shadow);
  }
}
