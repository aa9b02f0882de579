package io.lautum.training.finetune;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.FineTuneConfig.Head;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Parameter;
import io.lautum.network.spec.ParameterLayout;
import java.util.List;

/** The last layer with which fine-tuning starts: a row of weights and a bias for each class. */
public final class StartingHead {
  private StartingHead() {}

  /**
   * Checks that fine-tuning can start with a source's last layer.
   *
   * @param head where the last layer is from
   * @param known the source's class names
   * @param classes the target's class names
   * @throws UserException if the source lacks a class, or for a copy in order, if the numbers of
   *     classes differ
   */
  public static void require(Head head, List<String> known, List<String> classes) {
    boolean fits =
        switch (head) {
          case RANDOM -> true;
          case PRETRAINED -> known.containsAll(classes);
          case PRETRAINED_IN_ORDER -> known.size() == classes.size();
        };
    if (!fits) {
      throw new UserException(
          Text.format(
              "finetune.head = %s: the source's classes are %s, the target's are %s; expected %s;"
                  + " or set finetune.head = random",
              EnumNames.of(head),
              String.join(", ", known),
              String.join(", ", classes),
              head == Head.PRETRAINED
                  ? "all target classes among the source's by name, or pretrained-in-order if they"
                      + " correspond by position"
                  : "the same number of classes"));
    }
  }

  /**
   * Copies rows and biases of a source's last layer.
   *
   * @param weights all weights of the target's network; the last layer is overwritten
   * @param layout positions of these weights
   * @param classes the target's class names
   * @throws UserException as {@link #require} does
   */
  static void copy(
      TrainedModel source,
      Head head,
      float[] weights,
      ParameterLayout layout,
      List<String> classes) {
    List<String> known = source.metadata().classes();
    require(head, known, classes);
    ParameterLayout from = source.metadata().network().graph().parameters();
    for (int label = 0; label < classes.size(); label++) {
      int row = head == Head.PRETRAINED ? known.indexOf(classes.get(label)) : label;
      for (Parameter.Kind kind : List.of(Parameter.Kind.WEIGHTS, Parameter.Kind.BIAS)) {
        Parameter to = layout.of(NetworkGraph.LOGITS, kind);
        Parameter old = from.of(NetworkGraph.LOGITS, kind);
        int length = to.length() / classes.size();
        System.arraycopy(
            source.parameters(),
            old.offset() + row * length,
            weights,
            to.offset() + label * length,
            length);
      }
    }
  }
}
