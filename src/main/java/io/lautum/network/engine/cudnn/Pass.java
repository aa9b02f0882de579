package io.lautum.network.engine.cudnn;

import io.lautum.network.engine.PassGroups;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The forward and backward pass of groups of images that form one batch, compiled for their number
 * of rows.
 */
final class Pass {
  private final NetworkGraph network;
  private final StepSpec step;
  private final StepBuffers buffers;
  private final Rows rows;
  private final List<Operation> operations;

  /** Values by name. */
  private final Map<String, Tensor> values = new HashMap<>();

  /**
   * @param groups groups of the batch
   */
  Pass(
      NetworkGraph network,
      StepSpec step,
      PassGroups groups,
      FlatWeights weights,
      Precision precision,
      StepBuffers buffers) {
    this.network = network;
    this.step = step;
    this.buffers = buffers;
    rows = Rows.of(step, groups.groups());
    operations = new Operations(network, weights, precision, groups).list();
  }

  /**
   * Seeds dropout.
   *
   * @param passes number of forward passes with this seed before the next one
   */
  void seed(long seed, long passes) {
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i).operator() instanceof Dropout dropout) {
        dropout.seed(seed + i, passes);
      }
    }
  }

  /** Appends the forward pass, from the step's images to its outputs. */
  void compileForward(Program program) {
    Shape.Image shape = network.input();
    Buffer images = rows.gather(buffers.images(), shape.size(), program);
    values.put(NetworkGraph.IMAGE, new Tensor(images, rows.count(), shape, Format.PLANES));
    for (Operation operation : operations) {
      List<Tensor> inputs = operation.inputs().stream().map(values::get).toList();
      values.put(operation.output(), operation.operator().forward(inputs, program));
    }
    for (String name : step.outputs()) {
      Tensor value = values.get(network.node(name)).in(Format.PLANES, program);
      rows.scatter(value.buffer(), buffers.output(name), network.width(name), program);
    }
  }

  /** Appends the backward pass, from the gradients of the step's outputs. */
  void compileBackward(Program program) {
    Map<String, List<Tensor>> gradients = new HashMap<>();
    for (String name : step.outputs()) {
      Tensor value = values.get(network.node(name));
      Buffer all = buffers.gradient(name);
      Buffer gradient = rows.gather(all, network.width(name), program);
      gradients
          .computeIfAbsent(network.node(name), key -> new ArrayList<>())
          .add(
              new Tensor(gradient, value.rows(), value.shape(), Format.PLANES)
                  .in(value.format(), program));
    }
    for (int i = operations.size() - 1; i >= 0; i--) {
      Operation operation = operations.get(i);
      List<Tensor> contributions = gradients.get(operation.output());
      if (contributions == null) {
        continue;
      }
      // No parameters lie below the images.
      boolean needed =
          step.imageGradient() || !operation.inputs().equals(List.of(NetworkGraph.IMAGE));
      if (operation.operator() instanceof BatchNorm norm && needed && operation.head().isEmpty()) {
        // The gradients of the operators that come later are complete.
        List<Tensor> others = gradients.remove(operation.inputs().get(0));
        norm.addGradient(others == null ? null : total(others, program));
      }
      List<Tensor> byInputs =
          operation.operator().backward(total(contributions, program), needed, program);
      for (int j = 0; j < byInputs.size(); j++) {
        String input = operation.inputs().get(j);
        Tensor byInput = scaled(byInputs.get(j), operation, input, program);
        gradients.computeIfAbsent(input, key -> new ArrayList<>()).add(byInput);
      }
    }
    List<Tensor> byImages = gradients.get(NetworkGraph.IMAGE);
    if (step.imageGradient() && byImages != null) {
      Buffer total = total(byImages, program).buffer();
      rows.scatter(total, buffers.imageGradient(), network.input().size(), program);
    }
  }

  private static Tensor total(List<Tensor> contributions, Program program) {
    Tensor total = contributions.get(0);
    for (Tensor other : contributions.subList(1, contributions.size())) {
      total = program.sum(total, other);
    }
    return total;
  }

  /** Returns the gradient, times the head's factor if it leaves an auxiliary head. */
  private Tensor scaled(Tensor gradient, Operation operation, String input, Program program) {
    boolean leaves =
        !operation.head().isEmpty()
            && operations.stream()
                .noneMatch(
                    one -> one.output().equals(input) && one.head().equals(operation.head()));
    if (!leaves) {
      return gradient;
    }
    Tensor scaled = gradient.allocateLike(program.device());
    program.launch(
        gradient.format().kernel("scale"),
        gradient.items(),
        gradient.buffer(),
        buffers.factor(operation.head()),
        scaled.buffer());
    return scaled;
  }
}
