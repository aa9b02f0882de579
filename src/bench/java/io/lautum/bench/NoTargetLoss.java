package io.lautum.bench;

import io.lautum.network.TargetLoss;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A target term that is 0 whatever the outputs. The network passes the target images forward and
 * backward all the same, so that a run with it shows what a step costs without the term's own work.
 */
public final class NoTargetLoss implements TargetLoss {
  private static final long serialVersionUID = 1L;

  @Override
  public double[] gradient(double[] outputs, double[] whitened, int n) {
    return new double[outputs.length];
  }

  @Override
  public double score() {
    return 0;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return 0;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return Nd4j.zeros(preOutput.dataType(), preOutput.size(0), 1);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return Nd4j.zeros(preOutput.dataType(), preOutput.shape());
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(0.0, computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public double[] state() {
    return new double[0];
  }

  @Override
  public void restore(double[] state) {
    // There is none.
  }

  @Override
  public double measure() {
    return Double.NaN;
  }

  @Override
  public String name() {
    return "NoTargetLoss";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoTargetLoss;
  }

  @Override
  public int hashCode() {
    return NoTargetLoss.class.hashCode();
  }
}
