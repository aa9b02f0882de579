package io.lautum.method.ensembling;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.Section;
import io.lautum.method.Metric;
import io.lautum.method.PostTransfer;
import io.lautum.method.SemiSupervision;
import io.lautum.method.TargetCounts;
import io.lautum.network.loss.TermSpec;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Temporal ensembling (Laine &amp; Aila, ICLR 2017, algorithm 2): cross-entropy on the labelled
 * target examples plus w(t) times the mean squared difference between the class probabilities of
 * labelled and unlabelled ones and the ensemble of their earlier probabilities. Augmentation and
 * dropout differ from pass to pass. The weight rises as w(t) = w_max exp(−5 (1 − t/T)²).
 */
public final class TemporalEnsembling implements PostTransfer {
  private static final String NAME = "temporal-ensembling";
  private static final double STEEPNESS = 5;

  private static final Metric INCONSISTENCY =
      new Metric(
          ConsistencyTerm.SQUARED_DIFFERENCE,
          "Mean squared difference to the ensemble",
          "",
          "Mean squared difference between the class probabilities and the ensemble of earlier"
              + " predictions, before weighting.",
          Metric.Goal.LOWER);

  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 30.0)
          .doc("Largest weight of the mean squared difference, over images and classes.");
  private static final Key<Double> DECAY =
      Key.of("decay", KeyType.below(0, 1), 0.6)
          .doc("Decay of the averages per pass over the unlabelled images.");
  private static final Key<Double> RAMP =
      Key.of("ramp", KeyType.between(0.01, 1), 0.5)
          .doc(
              "Fraction of the steps during which the weight rises as weight x exp(-5 (1 - t)^2),"
                  + " with t from 0 to 1; it stays constant afterwards.");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "finetune." + NAME,
              "Methods that end in temporal-ensembling: predictions for labelled and unlabelled"
                  + " target images are pulled towards their averages over earlier passes.",
              FineTuneConfig.ARTEFACTS,
              WEIGHT,
              DECAY,
              RAMP)
          .forSingleMethods();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean usesUnlabelled() {
    return true;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(INCONSISTENCY);
  }

  @Override
  public List<KeyGroup> configurationKeys() {
    return List.of(KEYS);
  }

  @Override
  public void require(FineTuneConfig config) {
    if (config.mixup() > 0) {
      throw new UserException(
          Text.format(
              "finetune.mixup = %s: %s averages predictions per image, which mixed images do not"
                  + " have; set finetune.mixup to 0, or remove methods that end in %s",
              config.mixup(), NAME, NAME));
    }
  }

  @Override
  public Optional<SemiSupervision> semiSupervision(FineTuneConfig config, TargetCounts target) {
    require(config);
    return Optional.of(new Ensembling(config, target));
  }

  /** One training run. */
  private static final class Ensembling implements SemiSupervision {
    private final double maxWeight;
    private final double rampSteps;
    private final int steps;

    /** Number of unlabelled images, and of those in a minibatch. */
    private final int unlabelled;

    private final int batchSize;

    private final int classes;
    private final PredictionEnsemble ensemble;

    Ensembling(FineTuneConfig finetune, TargetCounts target) {
      Section keys = finetune.section().at(NAME);
      this.maxWeight = keys.get(WEIGHT);
      this.rampSteps = keys.get(RAMP) * finetune.steps();
      this.steps = finetune.steps();
      this.unlabelled = target.unlabelled();
      this.batchSize = target.batchSize();
      this.classes = target.classes();
      this.ensemble = new PredictionEnsemble(target.examples(), classes, keys.get(DECAY));
    }

    @Override
    public TermSpec term() {
      return new ConsistencyTerm();
    }

    /**
     * Returns, per row, the ensemble's probabilities and the weight, which is 0 before the first
     * ensemble.
     */
    @Override
    public double[] termInputs(int step, int[] examples) {
      double weight = weight(step);
      double[] rows = new double[examples.length * (classes + 1)];
      for (int i = 0; i < examples.length; i++) {
        int at = i * (classes + 1);
        boolean known = ensemble.read(examples[i], rows, at);
        rows[at + classes] = known ? weight : 0;
      }
      return rows;
    }

    private double weight(int step) {
      double left = 1 - Math.min(1, step / rampSteps);
      return maxWeight * Math.exp(-STEEPNESS * left * left);
    }

    @Override
    public void observe(int step, int[] examples, double[] outputs) {
      for (int i = 0; i < examples.length; i++) {
        ensemble.add(examples[i], outputs, i * classes);
      }
      if (passes(step + 1) > passes(step)) {
        ensemble.endPass();
      }
    }

    /** Returns the number of whole passes over the unlabelled images in some steps. */
    private long passes(long steps) {
      return steps * batchSize / unlabelled;
    }

    @Override
    public Optional<String> idle() {
      if (passes(steps - 1) > 0) {
        return Optional.empty();
      }
      return Optional.of(
          Text.format(
              "temporal ensembling changes nothing in %d steps, because its ensemble begins after a"
                  + " pass over the %d unlabelled images, which takes %d steps with %d images each;"
                  + " increase finetune.steps",
              steps, unlabelled, ((long) unlabelled + batchSize - 1) / batchSize, batchSize));
    }

    @Override
    public SortedMap<String, float[]> state() {
      return ensemble.state();
    }

    @Override
    public void restore(SortedMap<String, float[]> state) {
      ensemble.restore(state);
    }
  }
}
