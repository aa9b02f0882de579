package io.lautum.experiment.config;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * The experiment on generalisation: the trainings that it compares and their measurement.
 *
 * @param regularizers names in {@code io.lautum.evaluation.generalisation.Regularizer}
 * @param batchSizes source images per minibatch and worker
 * @param weightDecay λ of weight decay
 * @param spectralNorm λ of spectral norm regularisation
 * @param adversarial factor of the adversarial images' cross-entropy
 * @param epsilon size of the adversarial change in training
 * @param trainSample number of training images to measure
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
  private static final Key<List<String>> REGULARIZERS =
      Key.of(
              "regularizers",
              KeyType.names(),
              List.of("vanilla", "weight-decay", "adversarial", "spectral-norm"))
          .doc(
              "One or more of vanilla (none), weight-decay, adversarial and spectral-norm, each"
                  + " instead of pretrain.regularization.");
  private static final Key<List<Integer>> BATCH_SIZES =
      Key.of("batch-sizes", KeyType.counts(), List.of(64, 1024))
          .doc("Source images per minibatch and worker, instead of pretrain.batch-size.")
          .unit("images");
  private static final Key<Double> WEIGHT_DECAY =
      Key.of("weight-decay", KeyType.positive(), 0.0001)
          .doc("Weight of weight decay, as in pretrain.regularization.");
  private static final Key<Double> SPECTRAL_NORM =
      Key.of("spectral-norm", KeyType.positive(), 0.01)
          .doc("Weight of the spectral norms, as in pretrain.regularization.");
  private static final Key<Double> ADVERSARIAL =
      Key.of("adversarial.weight", KeyType.positive(), 1.0)
          .doc("Weight of adversarial images, as in pretrain.regularization.");
  private static final Key<Double> EPSILON =
      Key.of("adversarial.epsilon", KeyType.positive(), 0.1)
          .doc("Size of the adversarial change in training, as in pretrain.regularization.")
          .unit("normalised image");
  private static final Key<Integer> TRAIN_SAMPLE =
      Key.of("train-sample", KeyType.atLeast(1), 10000)
          .doc("Number of training images that are classified for the training accuracy.")
          .unit("images");
  private static final Key<List<Double>> GAUSSIAN =
      Key.of("gaussian", KeyType.positives(0), List.of(0.1, 0.2, 0.4, 0.8))
          .doc("Standard deviations of Gaussian noise on test images.")
          .unit("normalised image");
  private static final Key<List<Double>> FGSM =
      Key.of("fgsm", KeyType.positives(0), List.of(0.02, 0.05, 0.1, 0.2))
          .doc(
              "Sizes of the change of every value of test images, in the direction that increases"
                  + " the cross-entropy most.")
          .unit("normalised image");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "generalisation",
          "The command generalisation: one source training per regulariser and minibatch size, each"
              + " evaluated on unseen images (Yoshida & Miyato 2017, sections 4 and 5).",
          Set.of(ArtefactKind.GENERALISATION),
          REGULARIZERS,
          BATCH_SIZES,
          WEIGHT_DECAY,
          SPECTRAL_NORM,
          ADVERSARIAL,
          EPSILON,
          TRAIN_SAMPLE,
          GAUSSIAN,
          FGSM);

  static GeneralisationConfig read(Section section) {
    List<String> regularizers = section.get(REGULARIZERS);
    if (regularizers.isEmpty()) {
      throw section.invalid(REGULARIZERS, "at least one regulariser");
    }
    return new GeneralisationConfig(
        regularizers,
        section.get(BATCH_SIZES),
        section.get(WEIGHT_DECAY),
        section.get(SPECTRAL_NORM),
        section.get(ADVERSARIAL),
        section.get(EPSILON),
        section.get(TRAIN_SAMPLE),
        section.get(GAUSSIAN),
        section.get(FGSM));
  }
}
