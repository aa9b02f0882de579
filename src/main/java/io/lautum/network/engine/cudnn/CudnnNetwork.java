package io.lautum.network.engine.cudnn;

import io.lautum.Text;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.engine.PassGroups;
import io.lautum.network.loss.WeightPenalty;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.ParameterLayout;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A network compiled for a device, which holds weights, moments, gradients and values. A step is
 * two recorded programs: the forward pass, and the backward pass with the update. The backward pass
 * is started when its result is first needed, so that the update can be part of it.
 */
final class CudnnNetwork implements CompiledNetwork {
  private final Device device;
  private final StepSpec step;
  private final NetworkGraph network;
  private final StepBuffers buffers;
  private final ImageInput input;
  private final List<Pass> passes = new ArrayList<>();
  private final DropoutNumbers dropout = new DropoutNumbers(passes);
  private final DeviceOptimizer optimizer;
  private final Penalties penalties;

  private final Buffer weights;
  private final Buffer gradient;
  private final Buffer trained;

  /** Images of the last forward pass before perturbation; null without image gradients. */
  private final Buffer clean;

  private final Program forward;
  private final Program backward;
  private final Program update;
  private final Program backwardAndUpdate;

  private Map<String, float[]> outputs;
  private boolean pending;
  private Buffer before;
  private int steps;

  CudnnNetwork(NetworkGraph network, StepSpec step, Precision precision, Device device) {
    this.network = network;
    this.step = step;
    this.device = device;
    ParameterLayout layout = network.parameters();
    long bytes = (long) layout.length() * Float.BYTES;
    weights = device.allocate(bytes);
    gradient = device.allocate(bytes);
    trained = device.allocate(layout.length());
    device.upload(layout.trainable().trained(), trained);
    buffers = new StepBuffers(network, step, device);
    input = new ImageInput(device, step, network.input(), buffers.images());
    clean = step.imageGradient() ? device.allocate(buffers.images().bytes()) : null;
    penalties = new Penalties(device, weights, gradient);
    forward = new Program(device);
    backward = new Program(device);
    update = new Program(device);
    backwardAndUpdate = new Program(device);
    compilePasses(layout, precision);
    optimizer = new DeviceOptimizer(device, step, step.trained(network), weights);
    optimizer.compile(gradient, trained, update);
    backwardAndUpdate.add(backward);
    backwardAndUpdate.add(update);
  }

  /** Compiles all passes; the gradients of all but the first are added to the first's. */
  private void compilePasses(ParameterLayout layout, Precision precision) {
    boolean isRounded = Format.of(precision) == Format.PIXELS;
    RoundedFilters rounded = isRounded ? new RoundedFilters(device, layout) : null;
    if (isRounded) {
      rounded.round(weights, forward);
    }
    Buffer more = null;
    boolean first = true;
    for (PassGroups groups : PassGroups.of(step, network)) {
      boolean hasGradient = groups.hasGradient();
      if (hasGradient && !first && more == null) {
        more = device.allocate(gradient.bytes());
      }
      Buffer own = hasGradient && !first ? more : gradient;
      FlatWeights flat = new FlatWeights(layout, weights, own, rounded);
      Pass pass = new Pass(network, step, groups, flat, precision, buffers);
      passes.add(pass);
      pass.compileForward(forward);
      if (hasGradient) {
        pass.compileBackward(backward);
        if (isRounded) {
          rounded.widen(own, backward);
        }
        if (!first) {
          backward.launch("addTrained", layout.length(), gradient, more, trained);
        }
        first = false;
      }
    }
  }

  @Override
  public void load(EngineState state, long seed) {
    loadWeights(state.weights());
    optimizer.load(state);
    steps = state.steps();
    dropout.start(seed);
  }

  @Override
  public long[] dropoutPosition() {
    return new long[] {dropout.forwards()};
  }

  @Override
  public void continueDropout(long[] position) {
    dropout.moveTo(position[0]);
  }

  @Override
  public void loadWeights(float[] newWeights) {
    computeGradient();
    device.upload(newWeights, weights);
  }

  @Override
  public EngineState state() {
    return new EngineState(
        device.download(weights), optimizer.moments(), optimizer.shadow(), steps);
  }

  @Override
  public void forward(ImageBatch images) {
    computeGradient();
    input.load(images);
    if (clean != null) {
      device.copy(buffers.images(), clean);
    }
    run();
  }

  private void run() {
    forward.run();
    dropout.advance();
    outputs = null;
  }

  @Override
  public void forwardPerturbed(int rows, double epsilon) {
    requireImageGradient();
    computeGradient();
    Buffer images = buffers.images();
    int perturbed = rows * network.input().size();
    launch("perturb", images, clean, buffers.imageGradient(), (float) epsilon, perturbed, images);
    run();
  }

  @Override
  public float[] output(String name) {
    if (!step.outputs().contains(name)) {
      throw new IllegalArgumentException(
          Text.format("expected an output of %s, got [%s]", step.outputs(), name));
    }
    if (outputs == null) {
      outputs = buffers.download(device);
    }
    return outputs.get(name);
  }

  @Override
  public void backward(Map<String, float[]> gradients, Map<String, Double> headFactors) {
    buffers.upload(gradients, headFactors, device);
    pending = true;
  }

  /** Starts the backward pass, unless it has been started. */
  private void computeGradient() {
    if (pending) {
      backward.run();
      pending = false;
    }
  }

  @Override
  public void addBackward(
      Map<String, float[]> gradients, Map<String, Double> headFactors, double factor) {
    computeGradient();
    if (before == null) {
      before = device.allocate(gradient.bytes());
    }
    device.copy(gradient, before);
    backward(gradients, headFactors);
    computeGradient();
    launch("addScaled", gradient, before, (float) factor, gradient, trained);
  }

  /** Executes a kernel with one thread per value of a buffer. */
  private void launch(String kernel, Buffer changed, Object... arguments) {
    int count = changed.length();
    Object[] all = Launch.withCount(count, arguments);
    device.launch(kernel, Launch.blocks(count), Launch.THREADS, all);
  }

  @Override
  public double add(WeightPenalty penalty) {
    computeGradient();
    return penalties.add(penalty);
  }

  @Override
  public float[] gradient() {
    computeGradient();
    return device.download(gradient);
  }

  @Override
  public float[] imageGradient() {
    requireImageGradient();
    computeGradient();
    return device.download(buffers.imageGradient());
  }

  private void requireImageGradient() {
    if (!step.imageGradient()) {
      throw new IllegalStateException("compiled without gradients with respect to images");
    }
  }

  @Override
  public void update() {
    optimizer.prepare(steps);
    if (pending) {
      backwardAndUpdate.run();
      pending = false;
    } else {
      update.run();
    }
    steps++;
  }

  @Override
  public void close() {
    device.close();
  }
}
