package io.lautum.training.distributed.dl4j;

import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.SerializationUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A term as DL4J's loss on the outputs for a stacked minibatch: n labelled images, then n
 * unlabelled ones. DL4J's labels hold the term's extra input, of which only the unlabelled half is
 * read. The term's state belongs to this object; DL4J creates a new one per copy of the network.
 *
 * <p>DL4J divides scores by the number of rows of the stacked minibatch and gradients by that of
 * the labelled half, so both are multiplied by these numbers here.
 */
public final class Dl4jTermLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  /** The term's description, serialised, since DL4J copies networks as JSON. */
  @JsonProperty private final String term;

  private transient Term running;
  private transient double[] lastOutputs;
  private transient double lastScore;

  /** Returns the loss of a term on one output. */
  static Dl4jTermLoss of(TermSpec term) {
    return new Dl4jTermLoss(Base64.getEncoder().encodeToString(SerializationUtils.serialize(term)));
  }

  Dl4jTermLoss(@JsonProperty("term") String term) {
    this.term = term;
  }

  private TermSpec spec() {
    return SerializationUtils.deserialize(Base64.getDecoder().decode(term));
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    TermSpec spec = spec();
    if (running == null) {
      running = spec.create();
    }
    double[] outputs = flat(activation.getActivation(preOutput.dup(), true));
    Term.Value value = running.advance(input(spec, labels, outputs));
    lastOutputs = outputs;
    lastScore = value.value();
    double[] gradient =
        value.gradients().getOrDefault(spec.outputs().get(0), new double[outputs.length]);
    INDArray byOutput =
        Nd4j.create(gradient, preOutput.shape(), 'c')
            .castTo(preOutput.dataType())
            .muli(preOutput.size(0) / 2);
    return activation.backprop(preOutput.dup(), byOutput).getFirst();
  }

  private static TermInput input(TermSpec spec, INDArray labels, double[] outputs) {
    int n = (int) labels.size(0) / 2;
    double[] extra = flat(labels);
    StepSpec step =
        new StepSpec(
            List.of(
                ImageGroup.trained(ImageGroup.LABELLED, n),
                ImageGroup.trained(ImageGroup.UNLABELLED, n)),
            List.of(NetworkGraph.LOGITS),
            new Optimizer.None(),
            false);
    return new TermInput(
        step,
        Map.of(spec.outputs().get(0), outputs),
        Arrays.copyOfRange(extra, extra.length / 2, extra.length));
  }

  /**
   * Returns the score with this minibatch included in the state exactly once: DL4J scores a
   * minibatch after computing its gradient, which has already included it. Does not change the
   * state.
   */
  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double[] outputs = flat(activation.getActivation(preOutput.dup(), true));
    double score = lastScore;
    if (!Arrays.equals(outputs, lastOutputs)) {
      TermSpec spec = spec();
      Term next = spec.create();
      if (running != null) {
        next.restore(running.state());
      }
      score = next.advance(input(spec, labels, outputs)).value();
    }
    return average ? score : score * preOutput.size(0);
  }

  /** Repeats the same score for every example: the loss belongs to the minibatch as a whole. */
  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    double score = computeScore(labels, preOutput, activation, mask, true);
    return Nd4j.valueArrayOf(new long[] {preOutput.size(0), 1}, score, preOutput.dataType());
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double score = computeScore(labels, preOutput, activation, mask, average);
    return new Pair<>(score, computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public String name() {
    return getClass().getSimpleName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dl4jTermLoss that && term.equals(that.term);
  }

  @Override
  public int hashCode() {
    return term.hashCode();
  }

  private static double[] flat(INDArray matrix) {
    return matrix.castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }
}
