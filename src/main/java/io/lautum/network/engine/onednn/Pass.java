package io.lautum.network.engine.onednn;

import io.lautum.network.engine.PassGroups;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.stream;

/**
 * The forward and backward pass of groups of images that form one batch, compiled for their number
 * of rows.
 */
final class Pass {
  private final NetworkGraph network;
  private final List<Operation> operations;
  private final Program forward;
  private final Program backward;
  private final boolean hasGradient;

  private final Rows rows;
  private final int imageSize;
  private final HostTensor images;

  /** Outputs by name. */
  private final Map<String, HostTensor> outputs = new LinkedHashMap<>();

  private final Map<String, HostTensor> outputGradients = new LinkedHashMap<>();

  /** Values by name. */
  private final Map<String, Tensor> values = new HashMap<>();

  private final Map<String, Double> headFactors = new HashMap<>();
  private HostTensor imageGradient;

  /**
   * Compiles a pass.
   *
   * @param groups groups of the batch
   */
  Pass(
      NetworkGraph network,
      StepSpec step,
      PassGroups groups,
      FlatWeights weights,
      Precision precision,
      engine cpu,
      stream stream) {
    this.network = network;
    hasGradient = groups.hasGradient();
    prop_kind kind = hasGradient ? prop_kind.forward_training : prop_kind.forward_inference;
    forward = new Program(cpu, stream, kind);
    backward = new Program(cpu, stream, prop_kind.backward);
    rows = Rows.of(step, groups.groups());
    operations = new Operations(network, weights, precision, groups).list();
    Shape.Image shape = network.input();
    imageSize = shape.size();
    Tensor pixels = forward.rowMajor(rows.count(), shape.channels(), shape.height(), shape.width());
    images = HostTensor.of(pixels);
    compileForward(pixels, step.outputs());
    if (hasGradient) {
      compileBackward(step.imageGradient());
    }
  }

  private void compileForward(Tensor pixels, List<String> names) {
    values.put(NetworkGraph.IMAGE, readers(NetworkGraph.IMAGE) > 1 ? pixels.shared() : pixels);
    for (Operation operation : operations) {
      List<Tensor> inputs = operation.inputs().stream().map(values::get).toList();
      Tensor value = operation.operator().forward(inputs, forward);
      boolean shared = readers(operation.output()) > 1;
      values.put(operation.output(), shared ? value.shared() : value);
      for (String name : names) {
        if (network.node(name).equals(operation.output())) {
          outputs.put(name, HostTensor.copy(value, forward));
        }
      }
    }
  }

  private long readers(String value) {
    return operations.stream().filter(one -> one.inputs().contains(value)).count();
  }

  private void compileBackward(boolean imageGradients) {
    Map<String, List<Tensor>> gradients = new HashMap<>();
    outputs
        .keySet()
        .forEach(
            name -> {
              String node = network.node(name);
              Tensor gradient = backward.rowMajor(values.get(node).shape());
              outputGradients.put(name, HostTensor.of(gradient));
              gradients.computeIfAbsent(node, key -> new ArrayList<>()).add(gradient);
            });
    for (int i = operations.size() - 1; i >= 0; i--) {
      Operation operation = operations.get(i);
      List<Tensor> contributions = gradients.get(operation.output());
      if (contributions == null) {
        continue;
      }
      Tensor gradient = total(contributions);
      // No parameters lie below the images.
      boolean needed = imageGradients || !operation.inputs().equals(List.of(NetworkGraph.IMAGE));
      List<Tensor> byInputs = operation.operator().backward(gradient, needed, backward);
      for (int j = 0; j < byInputs.size(); j++) {
        String input = operation.inputs().get(j);
        Tensor byInput = scaled(byInputs.get(j), operation, input);
        gradients.computeIfAbsent(input, key -> new ArrayList<>()).add(byInput);
      }
    }
    if (imageGradients) {
      imageGradient = HostTensor.copy(total(gradients.get(NetworkGraph.IMAGE)), backward);
    }
  }

  /**
   * Returns the sum of a value's gradients. If the loss uses the value, the first gradient is
   * row-major and the others are converted.
   */
  private Tensor total(List<Tensor> contributions) {
    return contributions.size() == 1 ? contributions.get(0) : backward.sum(contributions);
  }

  /** Returns the gradient, times the head's factor if it leaves an auxiliary head. */
  private Tensor scaled(Tensor gradient, Operation operation, String input) {
    boolean leaves =
        !operation.head().isEmpty()
            && operations.stream()
                .noneMatch(
                    one -> one.output().equals(input) && one.head().equals(operation.head()));
    if (!leaves) {
      return gradient;
    }
    HostTensor values = HostTensor.copy(gradient, backward);
    Tensor scaled = backward.rowMajor(gradient.shape());
    HostTensor result = HostTensor.of(scaled);
    backward.add(
        () -> {
          float factor = headFactors.getOrDefault(operation.head(), 1.0).floatValue();
          float[] all = values.read();
          for (int i = 0; i < all.length; i++) {
            all[i] *= factor;
          }
          result.write(all);
        });
    return scaled;
  }

  /** Returns whether the loss's gradient flows through any row. */
  boolean hasGradient() {
    return hasGradient;
  }

  /** Seeds dropout. */
  void seed(long seed) {
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i).operator() instanceof Dropout dropout) {
        dropout.restart(seed + i);
      }
    }
  }

  /** Returns the operators of dropout that draw random numbers, in their order. */
  List<Dropout> dropouts() {
    return operations.stream()
        .map(Operation::operator)
        .filter(Dropout.class::isInstance)
        .map(Dropout.class::cast)
        .filter(Dropout::draws)
        .toList();
  }

  /**
   * Passes images forward.
   *
   * @param pixels pixels of all rows of the step
   */
  void forward(float[] pixels) {
    images.write(rows.gather(pixels, imageSize));
    forward.run();
  }

  /** Copies an output's values to their rows. */
  void read(String output, float[] into) {
    HostTensor values = outputs.get(output);
    rows.scatter(values.read(), into);
  }

  /**
   * Passes gradients backward.
   *
   * @param gradients gradients with respect to the outputs, for all rows of the step; zero if
   *     absent
   */
  void backward(Map<String, float[]> gradients, Map<String, Double> factors) {
    headFactors.clear();
    headFactors.putAll(factors);
    outputGradients.forEach(
        (name, gradient) -> {
          float[] all = gradients.get(name);
          if (all == null) {
            Arrays.fill(gradient.values(), 0);
            gradient.write();
          } else {
            gradient.write(rows.gather(all, gradient.values().length / rows.count()));
          }
        });
    backward.run();
  }

  /** Copies the gradient with respect to the images to their rows. */
  void readImageGradient(float[] into) {
    if (imageGradient != null) {
      rows.scatter(imageGradient.read(), into);
    }
  }
}
