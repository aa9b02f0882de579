package io.lautum.evaluation.generalisation;

import io.lautum.experiment.config.GeneralisationConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A change to every image before it is classified.
 *
 * @param size standard deviation of noise, or size of the adversarial change of every value, in
 *     units of the normalised image
 */
record Perturbation(Kind kind, double size) implements Serializable {
  /** No change. */
  static final Perturbation NONE = new Perturbation(Kind.NONE, 0);

  /** The kinds of changes to an image. */
  enum Kind {
    NONE,
    /** Independent normal noise on every value. */
    GAUSSIAN,
    /** The fast gradient sign method, for the true label and the network's own weights. */
    FGSM
  }

  /** Returns the identity, followed by all perturbations of the configuration. */
  static List<Perturbation> all(GeneralisationConfig config) {
    List<Perturbation> all = new ArrayList<>(List.of(NONE));
    config.gaussian().forEach(size -> all.add(new Perturbation(Kind.GAUSSIAN, size)));
    config.fgsm().forEach(size -> all.add(new Perturbation(Kind.FGSM, size)));
    return all;
  }
}
