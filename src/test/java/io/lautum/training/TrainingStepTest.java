package io.lautum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.method.mkmmd.MkMmdTerm;
import io.lautum.network.engine.EngineState;
import io.lautum.network.loss.State;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.TrainableMask;
import io.lautum.network.spec.WeightMatrix;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.ImageGroups;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses and their gradients, on both engines. */
class TrainingStepTest {
  private static final ImageShape SHAPE = new ImageShape(2, 16, 16);
  private static final int BATCH = 8;
  private static final int CLASSES = 3;
  private static final int COMPONENTS = 4;
  private static final double EPSILON = 0.05;
  private static final TermSpec LAUTUM =
      GaussianTerm.lautum(TermSpec.PROBABILITIES, 1.5, 0.1, 0.9, 0.99, 0, true);
  private static final TermSpec MK_MMD = new MkMmdTerm("features", 0.5, MkMmdTerm.Kernels.FIXED, 0);
  private static final RegularizationConfig ADVERSARIAL =
      new RegularizationConfig(0, 0, 0.7, EPSILON);

  @ParameterizedTest
  @CsvSource({"lenet, 0", "lenet, 1", "lenet, 2", "cnn, 0", "cnn, 1", "wrn-16-2, 2"})
  void bothEnginesAgreeForEveryTermAndPenalty(String architecture, int terms) {
    RegularizationConfig all = new RegularizationConfig(0.2, 0.1, 0.7, EPSILON);
    List<TermSpec> specs = List.of(LAUTUM, MK_MMD).subList(0, terms);
    Minibatch minibatch = minibatch(terms, 1);
    try (TrainingStep ours = loaded("onednn", architecture, specs, all);
        TrainingStep theirs = loaded("dl4j", architecture, specs, all)) {
      double loss = theirs.fit(minibatch);
      assertThat(ours.fit(minibatch)).isCloseTo(loss, within(2e-3 * Math.abs(loss)));
      assertThat(ours.crossEntropy()).isCloseTo(theirs.crossEntropy(), within(1e-3));
      assertThat(ours.metrics().keySet()).isEqualTo(theirs.metrics().keySet()).hasSize(terms);
      assertThat(distance(ours.state().moments(), theirs.state().moments())).isLessThan(0.05);
      State state = theirs.components();
      assertThat(ours.components().averaged().keySet()).isEqualTo(state.averaged().keySet());
      state
          .averaged()
          .forEach(
              (name, vector) ->
                  assertThat(ours.components().averaged().get(name))
                      .containsExactly(vector, within(5e-3)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "dl4j"})
  void penaltiesAddTheirGradient(String engine) {
    float[] plain = moments(engine, RegularizationConfig.NONE);
    float[] decayed = moments(engine, new RegularizationConfig(0, 0.5, 0, 0));
    float[] weights = network("lenet").initialWeights(5);
    // Without batch normalisation, moments and weights have the same order; m = 0.1 g.
    float[] expected = plain.clone();
    for (WeightMatrix matrix : network("lenet").graph().parameters().matrices()) {
      for (int i = matrix.offset(); i < matrix.end(); i++) {
        expected[i] += 0.1f * 0.5f * weights[i];
      }
    }
    int length = weights.length;
    assertThat(distance(Arrays.copyOf(decayed, length), Arrays.copyOf(expected, length)))
        .isLessThan(1e-4);
    assertThat(distance(Arrays.copyOf(plain, length), Arrays.copyOf(expected, length)))
        .isGreaterThan(0.01);
  }

  private static float[] moments(String engine, RegularizationConfig regularization) {
    try (TrainingStep network = loaded(engine, "lenet", List.of(LAUTUM), regularization)) {
      network.fit(minibatch(1, 1));
      return network.state().moments();
    }
  }

  @ParameterizedTest
  @CsvSource({"onednn, lenet", "dl4j, lenet", "onednn, cnn", "dl4j, cnn"})
  void adversarialLossIsThatOfChangedImages(String engine, String architecture) {
    float[] start = network(architecture).initialWeights(5);
    Minibatch minibatch = minibatch(0, 1);
    try (TrainingStep network = loaded(engine, architecture, List.of(), ADVERSARIAL)) {
      float[] clean = new float[start.length];
      double loss = network.gradient(start, minibatch, clean);
      double[] probabilities = network.probabilities();
      float[] direction = network.imageGradient(minibatch);
      float[] attacked = minibatch.pixels().clone();
      for (int i = 0; i < attacked.length; i++) {
        attacked[i] += (float) (EPSILON * Math.signum(direction[i]));
      }
      float[] changed = new float[start.length];
      double changedLoss =
          network.gradient(start, Minibatch.labelled(() -> attacked, minibatch.targets()), changed);
      assertThat(changedLoss).as("loss of adversarial images").isGreaterThan(loss * 1.05);

      network.load(EngineState.initial(start), State.EMPTY, 1);
      double total = network.fit(minibatch);
      assertThat(total).isCloseTo(loss + 0.7 * changedLoss, within(1e-4 * total));
      assertThat(network.probabilities()).containsExactly(probabilities, within(1e-5));
      var mask = network(architecture).graph().parameters().trainable();
      float[] sum = new float[clean.length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = clean[i] + 0.7f * changed[i];
      }
      assertThat(distance(firstMoments(network, mask), mask.select(sum))).isLessThan(1e-3);
    }
  }

  /** Returns the gradient of one step, which is ten times Adam's first moments. */
  private static float[] firstMoments(TrainingStep network, TrainableMask mask) {
    float[] moments = network.state().moments();
    float[] first = new float[moments.length / 2];
    int from = 0;
    int to = 0;
    for (var range : mask.ranges()) {
      for (int i = 0; i < range.length(); i++) {
        first[to++] = 10 * moments[from + i];
      }
      from += 2 * range.length();
    }
    return first;
  }

  @ParameterizedTest
  @CsvSource({"onednn, lenet", "dl4j, lenet", "onednn, wrn-16-2"})
  void gradientIsDerivativeOfCrossEntropy(String engine, String architecture) {
    float[] start = network(architecture).initialWeights(5);
    Minibatch minibatch = minibatch(0, 2);
    try (TrainingStep network =
        loaded(engine, architecture, List.of(), RegularizationConfig.NONE)) {
      float[] gradient = new float[start.length];
      double loss = network.gradient(start, minibatch, gradient);
      assertThat(network.crossEntropy(start, minibatch)).isCloseTo(loss, within(1e-6));
      assertThat(network.state().weights()).isEqualTo(start);
      var mask = network(architecture).graph().parameters().trainable();
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = mask.trained()[i] ? gradient[i] : 0;
      }
      // The difference is taken along the gradient, where single precision leaves enough digits.
      double norm = norm(gradient);
      double step = 0.002;
      double up = network.crossEntropy(moved(start, gradient, step / norm), minibatch);
      double down = network.crossEntropy(moved(start, gradient, -step / norm), minibatch);
      assertThat((up - down) / (2 * step)).isCloseTo(norm, within(0.01 * norm));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "dl4j"})
  void crossEntropyDoesNotAdvanceTerms(String engine) {
    float[] start = network("lenet").initialWeights(5);
    Minibatch minibatch = minibatch(1, 2);
    try (TrainingStep network =
        loaded(engine, "lenet", List.of(LAUTUM), RegularizationConfig.NONE)) {
      network.fit(minibatch);
      double[] moments = network.components().vector("lautum.moments");
      network.gradient(start, minibatch, new float[start.length]);
      network.crossEntropy(start, minibatch);
      assertThat(network.components().vector("lautum.moments")).isEqualTo(moments);
      network.fit(minibatch);
      assertThat(network.components().vector("lautum.moments")).isNotEqualTo(moments);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "dl4j"})
  void nonFiniteOutputsGiveNonFiniteLoss(String engine) {
    float[] weights = new float[(int) network("mlp").weights()];
    Arrays.fill(weights, Float.NaN);
    try (TrainingStep network = loaded(engine, "mlp", List.of(LAUTUM), RegularizationConfig.NONE)) {
      network.load(EngineState.initial(weights), State.EMPTY, 1);
      assertThat(network.fit(minibatch(1, 0))).isNaN();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "dl4j"})
  void imageGradientsNeedAdversarialImages(String engine) {
    try (TrainingStep network = loaded(engine, "mlp", List.of(), RegularizationConfig.NONE)) {
      assertThatThrownBy(() -> network.imageGradient(minibatch(0, 1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void resumedNetworkContinuesWithSameBits() {
    RegularizationConfig spectral = new RegularizationConfig(0.1, 0, 0, 0);
    try (TrainingStep whole = loaded("onednn", "cnn", List.of(LAUTUM), spectral);
        TrainingStep resumed = loaded("onednn", "cnn", List.of(LAUTUM), spectral)) {
      whole.fit(minibatch(1, 0));
      EngineState middle = whole.state();
      State components = SerializationUtils.clone(whole.components());
      assertThat(components.averaged())
          .containsOnlyKeys("lautum.moments", "spectral-norm.singular-vectors");
      whole.load(middle, components, 8);
      whole.fit(minibatch(1, 1));
      resumed.load(SerializationUtils.clone(middle), components, 8);
      resumed.fit(minibatch(1, 1));
      assertThat(resumed.state().weights()).isEqualTo(whole.state().weights());
    }
  }

  @Test
  void blueprintsAreSerialisable() {
    NetworkBlueprint blueprint =
        blueprint("onednn", "wrn-16-2", List.of(LAUTUM, MK_MMD), ADVERSARIAL);
    NetworkBlueprint copy = SerializationUtils.clone(blueprint);
    assertThat(copy).isEqualTo(blueprint);
    assertThat(copy.step().outputs()).containsExactly("logits", "features");
  }

  private static TrainingStep loaded(
      String engine,
      String architecture,
      List<TermSpec> terms,
      RegularizationConfig regularization) {
    TrainingStep network = blueprint(engine, architecture, terms, regularization).build();
    network.load(EngineState.initial(network(architecture).initialWeights(5)), State.EMPTY, 1);
    return network;
  }

  private static NetworkBlueprint blueprint(
      String engine,
      String architecture,
      List<TermSpec> terms,
      RegularizationConfig regularization) {
    return new NetworkBlueprint(
        network(architecture).graph(),
        engine,
        Precision.FLOAT,
        terms.isEmpty()
            ? List.of(ImageGroup.trained(ImageGroup.LABELLED, BATCH))
            : ImageGroups.labelledAndUnlabelled(BATCH),
        Optimizer.constant(1e-3),
        terms,
        regularization);
  }

  private static TransferNetwork network(String architecture) {
    return new TransferNetwork(architecture, SHAPE, CLASSES, 0);
  }

  private static Minibatch minibatch(int terms, long seed) {
    Random random = new Random(seed);
    int rows = terms > 0 ? 2 * BATCH : BATCH;
    float[] images = new float[rows * SHAPE.size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    Targets targets = Targets.of(random.ints(BATCH, 0, CLASSES).toArray(), CLASSES);
    double[] whitened = random.doubles(BATCH * COMPONENTS, -1.5, 1.5).toArray();
    return new Minibatch(() -> images, targets, List.of(whitened, new double[0]).subList(0, terms));
  }

  private static float[] moved(float[] start, float[] direction, double by) {
    float[] moved = start.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (by * direction[i]);
    }
    return moved;
  }

  private static double distance(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    float[] difference = a.clone();
    for (int i = 0; i < a.length; i++) {
      difference[i] -= b[i];
    }
    return norm(difference) / norm(b);
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
