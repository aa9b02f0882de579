package io.lautum.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.method.ensembling.ConsistencyTerm;
import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.method.mkmmd.MkMmdTerm;
import io.lautum.network.engine.EngineState;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.Head;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Statistics;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class NetworkBlueprintTest {
  private static final TransferNetwork MODEL =
      new TransferNetwork("cnn", new ImageShape(1, 8, 8), 3, 0.5);
  private static final List<ImageGroup> GROUPS =
      List.of(
          ImageGroup.trained(ImageGroup.LABELLED, 4), ImageGroup.trained(ImageGroup.UNLABELLED, 6));

  /** A term whose head has two classes. */
  private record Discriminating() implements TermSpec {
    @Override
    public String name() {
      return "discriminating";
    }

    @Override
    public List<String> outputs() {
      return List.of("domain");
    }

    @Override
    public List<Head> heads() {
      Layer layer = new Layer.Dense(2, Initialization.XAVIER);
      return List.of(new Head("domain", NetworkGraph.FEATURES, List.of(layer)));
    }

    @Override
    public Term create() {
      throw new UnsupportedOperationException("only the description of the term is used");
    }
  }

  @Test
  void survivesJavaSerialisation() {
    NetworkBlueprint blueprint =
        blueprint(
            List.of(
                GaussianTerm.lautum("logits", 1, 0.1, 0.9, 0.99, 5, false),
                new MkMmdTerm("features", 2, MkMmdTerm.Kernels.MEDIAN, 3),
                new ConsistencyTerm()));
    NetworkBlueprint copy = SerializationUtils.clone(blueprint);
    assertThat(copy).isEqualTo(blueprint).hasSameHashCodeAs(blueprint);
    assertThat(copy.network().parameters().length()).isEqualTo((int) MODEL.weights());
    assertThat(copy.terms().get(0).create().state()).isEqualTo(State.EMPTY);
  }

  @Test
  void stepReadsOutputsOfAllTermsOnce() {
    NetworkBlueprint blueprint =
        blueprint(
            List.of(
                GaussianTerm.lautum(TermSpec.PROBABILITIES, 1, 0.1, 0.9, 0.99, 5, true),
                new MkMmdTerm("features", 2, MkMmdTerm.Kernels.MEDIAN, 3)));
    assertThat(blueprint.step().outputs()).containsExactly("logits", "features");
    assertThat(blueprint.step().rows()).isEqualTo(10);
    assertThat(blueprint.step().imageGradient()).isFalse();
    assertThat(blueprint(List.of()).step().outputs()).containsExactly("logits");
  }

  @Test
  void headsBelongToTrainedNetworkButNotToModel() {
    NetworkBlueprint blueprint = blueprint(List.of(new Discriminating()));
    NetworkGraph network = blueprint.network();
    assertThat(network.outputs()).containsKey("domain");
    assertThat(network.model()).isEqualTo(MODEL.graph());

    float[] model = MODEL.initialWeights(1);
    float[] weights = blueprint.withHeads(model, 2);
    assertThat(weights).hasSize(model.length + 2 * 128 + 2);
    assertThat(Arrays.copyOf(weights, model.length)).isEqualTo(model);
    float[] head = Arrays.copyOfRange(weights, model.length, model.length + 2 * 128);
    assertThat(head).doesNotContain(0);
    assertThat(blueprint.withoutHeads(weights)).isEqualTo(model);
    assertThat(blueprint(List.of()).withHeads(model, 2)).isSameAs(model);
  }

  @Test
  void engineIsChosenForStep() {
    assertThat(blueprint(List.of()).engine()).isEqualTo("onednn");
    assertThat(blueprint(List.of()).executedBy("dl4j").engine()).isEqualTo("dl4j");
  }

  /** The information has a gradient only for unlabelled images. */
  @Test
  void groupWithoutGradientIsAConstantOfTheLoss() {
    List<ImageGroup> constant =
        List.of(
            GROUPS.get(0),
            new ImageGroup(ImageGroup.UNLABELLED, 6, false, true, Statistics.SHARED));
    assertThat(moments(constant, true)).isEqualTo(moments(constant, false));
    assertThat(moments(GROUPS, true)).isNotEqualTo(moments(GROUPS, false));
  }

  private static float[] moments(List<ImageGroup> groups, boolean withTerm) {
    List<TermSpec> terms =
        List.of(GaussianTerm.lautum(TermSpec.PROBABILITIES, 1, 0.1, 0.9, 0.99, 0, true));
    Random random = new Random(1);
    float[] images = new float[10 * 64];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    double[] whitened = random.doubles(6 * 2, -1, 1).toArray();
    try (TrainingStep step =
        blueprint(groups, withTerm ? terms : List.of()).executedBy("onednn").build()) {
      step.load(EngineState.initial(MODEL.initialWeights(1)), State.EMPTY, 1);
      step.fit(
          new Minibatch(() -> images, Targets.of(new int[] {0, 1, 2, 0}, 3), List.of(whitened)));
      return step.state().moments();
    }
  }

  private static NetworkBlueprint blueprint(List<TermSpec> terms) {
    return blueprint(GROUPS, terms);
  }

  private static NetworkBlueprint blueprint(List<ImageGroup> groups, List<TermSpec> terms) {
    return NetworkBlueprint.of(
        MODEL.graph(),
        new NetworkConfig("cnn", "auto", "float"),
        groups,
        Optimizer.constant(0.1),
        terms,
        RegularizationConfig.NONE);
  }
}
