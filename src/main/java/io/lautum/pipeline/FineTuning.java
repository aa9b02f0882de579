package io.lautum.pipeline;

import io.lautum.Text;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.method.TransferMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * One model to fine-tune.
 *
 * @param labels number of labelled examples
 * @param draw number of the labelled draw, from 1
 */
record FineTuning(TransferMethod method, int labels, int draw) {
  /** Returns every combination of method, number of labels and draw of an experiment. */
  static List<FineTuning> all(ExperimentConfig config, Methods methods) {
    List<FineTuning> all = new ArrayList<>();
    for (TransferMethod method : methods.all()) {
      for (int labels : config.labels()) {
        for (int draw = 1; draw <= config.draws(); draw++) {
          all.add(new FineTuning(method, labels, draw));
        }
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return Text.format("%s, %d labels, draw %d", method.name(), labels, draw);
  }
}
