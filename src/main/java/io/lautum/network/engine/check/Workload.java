package io.lautum.network.engine.check;

import io.lautum.network.architecture.Architectures;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.StepSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A training step with Adam whose time is measured.
 *
 * @param architecture name of the network
 * @param labelled number of labelled images
 * @param unlabelled number of unlabelled images, for the transfer term; may be 0
 */
public record Workload(String architecture, Shape.Image image, int labelled, int unlabelled)
    implements Serializable {
  /** Number of classes of all workloads. */
  public static final int CLASSES = 10;

  /** The steps of the two experiments of the documentation, and one of a residual network. */
  public static final List<Workload> STANDARD =
      List.of(
          new Workload("lenet", new Shape.Image(1, 28, 28), 50, 50),
          new Workload("cnn", new Shape.Image(3, 32, 32), 64, 64),
          new Workload("wrn-28-2", new Shape.Image(3, 32, 32), 128, 0));

  /** Returns a title such as {@code lenet 50+50}. */
  public String title() {
    return architecture + " " + labelled + (unlabelled > 0 ? "+" + unlabelled : "");
  }

  NetworkGraph network() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(image);
    String features = Architectures.named(architecture).addTo(graph);
    graph.add("logits", new Layer.Dense(CLASSES, Initialization.XAVIER), features);
    return graph.output(NetworkGraph.LOGITS, "logits").build();
  }

  StepSpec step() {
    List<ImageGroup> groups = new ArrayList<>();
    groups.add(ImageGroup.trained(ImageGroup.LABELLED, labelled));
    if (unlabelled > 0) {
      groups.add(ImageGroup.trained(ImageGroup.UNLABELLED, unlabelled));
    }
    return new StepSpec(groups, List.of(NetworkGraph.LOGITS), Optimizer.constant(1e-3), false);
  }
}
