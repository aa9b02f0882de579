package io.lautum.bench;

import io.lautum.data.image.ImageShape;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.onednn.OneDnnEngine;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Measures a training step on 64 colour images of 32x32, like networks.py with PyTorch. */
@State(Scope.Thread)
public class NetworkStepBenchmark {
  static final int BATCH = 64;
  static final int CLASSES = 10;
  static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  /** Name of the network. */
  @Param({"cnn", "wrn-16-2"})
  public String architecture;

  private CompiledNetwork network;
  private float[] images;
  private float[] gradient;

  /** Compiles the network and draws images. */
  @Setup
  public void compile() {
    network = network(architecture);
    images = normal(BATCH * SHAPE.size());
    gradient = normal(BATCH * CLASSES);
  }

  /** Returns a network with initial weights, compiled for steps on {@link #BATCH} images. */
  static CompiledNetwork network(String architecture) {
    TransferNetwork classifier = new TransferNetwork(architecture, SHAPE, CLASSES, 0);
    StepSpec step =
        new StepSpec(
            List.of(ImageGroup.trained(ImageGroup.LABELLED, BATCH)),
            List.of(NetworkGraph.LOGITS),
            Optimizer.constant(1e-3),
            false);
    CompiledNetwork network = new OneDnnEngine().compile(classifier.graph(), step, Precision.FLOAT);
    network.load(EngineState.initial(classifier.initialWeights(1)), 1);
    return network;
  }

  private static float[] normal(int length) {
    Random random = new Random(1);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian() / BATCH;
    }
    return values;
  }

  /** Runs a forward pass, a backward pass and Adam. */
  @Benchmark
  public void step() {
    network.forward(() -> images);
    network.backward(Map.of(NetworkGraph.LOGITS, gradient), Map.of());
    network.update();
  }

  /** Frees native memory. */
  @TearDown
  public void close() {
    network.close();
  }
}
