package io.lautum.config;

import java.io.Serializable;
import java.util.List;

/**
 * The experiment on generalisation: which trainings it compares, and how it measures them.
 *
 * @param regularizers names in {@code io.lautum.generalisation.Regularizer}
 * @param batchSizes source images a minibatch and worker
 * @param weightDecay λ of weight decay
 * @param spectralNorm λ of spectral norm regularisation
 * @param adversarial factor of the adversarial images' cross-entropy
 * @param epsilon size of the adversarial change in training
 * @param trainSample training images that are measured
 * @param gaussian standard deviations of noise on test images, in units of the normalised image
 * @param fgsm sizes of adversarial changes to test images, in the same unit
 */
public record GeneralisationConfig(
    List<String> regularizers,
    List<Integer> batchSizes,
    double weightDecay,
    double spectralNorm,
    double adversarial,
    double epsilon,
    int trainSample,
    List<Double> gaussian,
    List<Double> fgsm)
    implements Serializable {
  static GeneralisationConfig read(Section section) {
    List<String> regularizers = section.names("regularizers");
    if (regularizers.isEmpty()) {
      throw section.invalid("regularizers", "at least one regulariser");
    }
    return new GeneralisationConfig(
        regularizers,
        section.counts("batch-sizes"),
        section.positive("weight-decay"),
        section.positive("spectral-norm"),
        section.at("adversarial").positive("weight"),
        section.at("adversarial").positive("epsilon"),
        section.atLeast("train-sample", 1),
        section.positives("gaussian", 0),
        section.positives("fgsm", 0));
  }
}
