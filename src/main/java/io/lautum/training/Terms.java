package io.lautum.training;

import io.lautum.network.loss.Softmax;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The terms of one network's loss. Not thread-safe. */
final class Terms {
  private final List<TermSpec> specs;
  private final List<Term> terms = new ArrayList<>();
  private final StepSpec step;

  Terms(List<TermSpec> specs, StepSpec step) {
    this.specs = specs;
    this.step = step;
    specs.forEach(spec -> terms.add(spec.create()));
  }

  /**
   * Advances the terms by one minibatch and adds their gradients with respect to the network's
   * outputs.
   *
   * @param outputs values of each output, by name
   * @param probabilities softmax of the logits, for all rows
   * @param gradients gradients of the loss, by output
   * @return the sum of the terms
   * @throws ArithmeticException if outputs are not finite
   */
  double advance(
      Minibatch minibatch,
      Function<String, float[]> outputs,
      double[] probabilities,
      Map<String, float[]> gradients) {
    double sum = 0;
    for (int i = 0; i < terms.size(); i++) {
      Map<String, double[]> seen = new HashMap<>();
      for (String name : specs.get(i).outputs()) {
        boolean softmax = name.equals(TermSpec.PROBABILITIES);
        seen.put(name, softmax ? probabilities : doubles(outputs.apply(name)));
      }
      TermInput input = new TermInput(step, seen, minibatch.extras().get(i));
      Term.Value value = terms.get(i).advance(input);
      sum += value.value();
      value
          .gradients()
          .forEach((output, gradient) -> add(output, gradient, probabilities, gradients));
    }
    if (!terms.isEmpty()) {
      clearConstantRows(gradients);
    }
    return sum;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private void add(
      String output, double[] gradient, double[] probabilities, Map<String, float[]> gradients) {
    double[] byOutput = gradient;
    String name = output;
    if (output.equals(TermSpec.PROBABILITIES)) {
      byOutput = gradient.clone();
      Softmax.backward(byOutput, probabilities, gradient.length / step.rows());
      name = NetworkGraph.LOGITS;
    }
    float[] sum = gradients.get(name);
    for (int i = 0; i < byOutput.length; i++) {
      sum[i] += (float) byOutput[i];
    }
  }

  /** Clears the gradients of groups without gradient: their outputs are constants of the loss. */
  private void clearConstantRows(Map<String, float[]> gradients) {
    for (ImageGroup group : step.groups()) {
      if (!group.gradient()) {
        int first = step.firstRow(group.role());
        for (float[] gradient : gradients.values()) {
          int width = gradient.length / step.rows();
          Arrays.fill(gradient, first * width, (first + group.rows()) * width, 0);
        }
      }
    }
  }

  /** Returns the factors of the gradients that auxiliary heads pass to the network below them. */
  Map<String, Double> headFactors() {
    Map<String, Double> factors = new HashMap<>();
    terms.forEach(term -> factors.putAll(term.headFactors()));
    return factors;
  }

  /** Returns the metrics at the last minibatch, by key. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    terms.forEach(term -> metrics.putAll(term.metrics()));
    return metrics;
  }

  /** Returns a state with the terms' states added, each under its term's name. */
  State addTo(State state) {
    State all = state;
    for (int i = 0; i < terms.size(); i++) {
      all = all.with(specs.get(i).name(), terms.get(i).state());
    }
    return all;
  }

  /** Continues from a state that {@link #addTo} returned. */
  void restore(State state) {
    for (int i = 0; i < terms.size(); i++) {
      terms.get(i).restore(state.part(specs.get(i).name()));
    }
  }
}
