package io.lautum.training.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.SmallExperiment;
import io.lautum.data.image.ImageShape;
import io.lautum.method.dann.Dann;
import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.method.mkmmd.MkMmdTerm;
import io.lautum.method.mkmmd.MkMmdTerm.Kernels;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.NetworkGraph;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TermCostTest {
  @TempDir Path folder;

  private static final int COMPONENTS = 64;
  private static final int IMAGES = 32;

  /** 32·200·264 + 200³/3 + 2·200²·64 = 9.5 million; 8·(1 + 200 + 64 + 200·264) = 424,520 bytes. */
  @Test
  void costOfAGaussianTermOverManyClassesIsStatedWithTheKeyThatHelps() {
    NetworkGraph graph = graph("wrn-28-2", 200);
    assertThat(graph.width(NetworkGraph.FEATURES)).isEqualTo(128);
    assertThat(TermCost.sentence(GaussianTerm.immediate(), graph, COMPONENTS, IMAGES))
        .hasValue(
            "term lautum over 200 outputs: 9 million multiplications per step on one core, and 0.4"
                + " MiB of state per worker; set pretrain.lautum.outputs = features (128 values),"
                + " or remove the method from methods");
  }

  @Test
  void featuresAreNotProposedIfThereAreMoreOfThem() {
    NetworkGraph graph = graph("lenet", 300);
    assertThat(TermCost.sentence(GaussianTerm.immediate(), graph, COMPONENTS, IMAGES))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("over 300 outputs", "remove the method from methods")
                    .doesNotContain("features"));
    assertThat(TermCost.sentence(term(NetworkGraph.FEATURES), graph, COMPONENTS, IMAGES))
        .hasValueSatisfying(text -> assertThat(text).contains("over 500 outputs"));
  }

  @Test
  void fewOutputsAndTermsOfLinearCostAreNotWorthASentence() {
    assertThat(
            TermCost.sentence(GaussianTerm.immediate(), graph("wrn-28-2", 199), COMPONENTS, IMAGES))
        .isEmpty();
    TermSpec discrepancy = new MkMmdTerm(TermSpec.PROBABILITIES, 1, Kernels.FIXED, 0);
    assertThat(TermCost.sentence(discrepancy, graph("wrn-28-2", 1000), COMPONENTS, IMAGES))
        .isEmpty();
  }

  /** The outputs of a term's own head do not grow with the number of classes. */
  @Test
  void termsWithTheirOwnHeadHaveNoCost() {
    TermSpec dann = new Dann().terms(SmallExperiment.load(folder).pretrain(), 100).get(0);
    assertThat(TermCost.sentence(dann, graph("wrn-28-2", 1000), COMPONENTS, IMAGES)).isEmpty();
  }

  private static GaussianTerm term(String output) {
    return GaussianTerm.lautum(output, 1.0, 0.1, 0.98, 0.99, 0, true);
  }

  private static NetworkGraph graph(String architecture, int classes) {
    return new TransferNetwork(architecture, new ImageShape(1, 32, 32), classes, 0).graph();
  }
}
