package io.lautum.network.engine.onednn;

import io.lautum.Text;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.FastGradientSign;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.engine.PassGroups;
import io.lautum.network.loss.WeightPenalty;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.ParameterLayout;
import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;

/**
 * A network compiled for oneDNN. The optimiser and the penalties are computed in Java, because they
 * take little time compared with the layers.
 */
final class OneDnnNetwork implements CompiledNetwork {
  private final PointerScope nativeMemory;
  private final NetworkGraph network;
  private final StepSpec step;
  private final TrainableMask mask;
  private final FlatWeights flat;
  private final List<Pass> passes = new ArrayList<>();
  private final OptimizerStep optimizer;
  private final Map<String, float[]> outputs = new LinkedHashMap<>();
  private final float[] gradient;
  private final float[] imageGradient;

  private float[] weights;
  private float[] shadow = new float[0];
  private float[] pixels;
  private int steps;

  OneDnnNetwork(NetworkGraph network, StepSpec step, Precision precision) {
    this.network = network;
    this.step = step;
    ParameterLayout layout = network.parameters();
    mask = layout.trainable();
    optimizer = OptimizerStep.of(step, network);
    gradient = new float[layout.length()];
    imageGradient = new float[step.imageGradient() ? step.rows() * network.input().size() : 0];
    step.outputs().forEach(name -> outputs.put(name, new float[step.rows() * network.width(name)]));
    nativeMemory = openScope();
    try {
      engine cpu = new engine(engine.kind.cpu, 0);
      stream stream = new stream(cpu);
      flat = new FlatWeights(cpu, layout);
      for (PassGroups groups : PassGroups.of(step, network)) {
        passes.add(new Pass(network, step, groups, flat, precision, cpu, stream));
      }
    } catch (Throwable e) {
      // An open scope would take all later pointers of this thread.
      nativeMemory.close();
      throw e;
    }
    nativeMemory.extend().close();
  }

  @SuppressWarnings("unchecked") // The constructor has generic varargs.
  private static PointerScope openScope() {
    return new PointerScope();
  }

  @Override
  public void load(EngineState state, long seed) {
    loadWeights(state.weights());
    if (optimizer != null) {
      optimizer.load(state.moments());
    }
    if (step.shadowDecay() > 0) {
      shadow = state.shadow().length == 0 ? weights.clone() : state.shadow().clone();
    }
    steps = state.steps();
    for (int i = 0; i < passes.size(); i++) {
      // Distant seeds, so that no two dropouts use the same random numbers.
      passes.get(i).seed(seed + ((long) i << Integer.SIZE));
    }
  }

  /** Returns the state of each dropout's random numbers. */
  @Override
  public long[] dropoutPosition() {
    return dropouts().stream().mapToLong(Dropout::position).toArray();
  }

  @Override
  public void continueDropout(long[] position) {
    List<Dropout> dropouts = dropouts();
    for (int i = 0; i < dropouts.size(); i++) {
      dropouts.get(i).restart(position[i]);
    }
  }

  private List<Dropout> dropouts() {
    return passes.stream().flatMap(pass -> pass.dropouts().stream()).toList();
  }

  @Override
  public void loadWeights(float[] newWeights) {
    weights = newWeights.clone();
    flat.write(weights);
  }

  @Override
  public EngineState state() {
    float[] moments = optimizer == null ? new float[0] : optimizer.state();
    return new EngineState(weights.clone(), moments, shadow.clone(), steps);
  }

  @Override
  public void forward(ImageBatch images) {
    pixels = images.pixels();
    step.requirePixels(pixels.length, network.input());
    run(pixels);
  }

  private void run(float[] images) {
    for (Pass pass : passes) {
      pass.forward(images);
      outputs.forEach(pass::read);
    }
  }

  @Override
  public void forwardPerturbed(int rows, double epsilon) {
    requireImageGradient();
    int length = rows * network.input().size();
    run(FastGradientSign.perturbed(pixels, imageGradient, length, epsilon));
  }

  @Override
  public float[] output(String name) {
    if (!outputs.containsKey(name)) {
      throw new IllegalArgumentException(
          Text.format("expected an output of %s, got [%s]", outputs.keySet(), name));
    }
    return outputs.get(name);
  }

  @Override
  public void backward(Map<String, float[]> gradients, Map<String, Double> headFactors) {
    boolean first = true;
    float[] more = null;
    for (Pass pass : passes) {
      if (!pass.hasGradient()) {
        continue;
      }
      pass.backward(gradients, headFactors);
      pass.readImageGradient(imageGradient);
      if (first) {
        flat.readGradients(gradient);
      } else {
        more = more == null ? new float[gradient.length] : more;
        flat.readGradients(more);
        for (TrainableMask.Range range : mask.ranges()) {
          for (int i = range.from(); i < range.to(); i++) {
            gradient[i] += more[i];
          }
        }
      }
      first = false;
    }
  }

  @Override
  public void addBackward(
      Map<String, float[]> gradients, Map<String, Double> headFactors, double factor) {
    float[] before = gradient.clone();
    backward(gradients, headFactors);
    mask.addScaled(before, (float) factor, gradient);
  }

  @Override
  public double add(WeightPenalty penalty) {
    return penalty.add(weights, gradient);
  }

  @Override
  public float[] gradient() {
    return gradient.clone();
  }

  @Override
  public float[] imageGradient() {
    requireImageGradient();
    return imageGradient.clone();
  }

  private void requireImageGradient() {
    if (!step.imageGradient()) {
      throw new IllegalStateException("compiled without gradients with respect to images");
    }
  }

  @Override
  public void update() {
    if (optimizer == null) {
      throw new IllegalStateException("compiled without an optimiser");
    }
    optimizer.apply(weights, gradient, steps);
    flat.write(weights);
    if (step.shadowDecay() > 0) {
      float keep = (float) Math.min(step.shadowDecay(), (1.0 + steps) / (10 + steps));
      for (int i = 0; i < weights.length; i++) {
        shadow[i] = keep * shadow[i] + (1 - keep) * weights[i];
      }
    }
    steps++;
  }

  @Override
  public void close() {
    nativeMemory.deallocate();
  }
}
