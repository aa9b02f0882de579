package io.lautum.network.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.image.ImageShape;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassGroupsTest {
  private static final ImageShape SHAPE = new ImageShape(1, 28, 28);

  @ParameterizedTest
  @ValueSource(strings = {"lenet", "mlp", "linear"})
  void withoutBatchNormalisationImagesWithoutGradientPassApart(String architecture) {
    List<PassGroups> passes = passes(architecture, Statistics.SHARED);

    assertThat(roles(passes)).containsExactly("labelled+strong", "unlabelled");
    assertThat(passes).extracting(PassGroups::hasGradient).containsExactly(true, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn", "wrn-16-2"})
  void groupsThatShareStatisticsPassTogether(String architecture) {
    assertThat(roles(passes(architecture, Statistics.SHARED)))
        .containsExactly("labelled+unlabelled+strong");
  }

  @Test
  void runningAveragesAreNotShared() {
    assertThat(roles(passes("cnn", Statistics.RUNNING)))
        .containsExactly("labelled+strong", "unlabelled");
  }

  private static List<PassGroups> passes(String architecture, Statistics statistics) {
    StepSpec step =
        new StepSpec(
            List.of(
                new ImageGroup("labelled", 5, true, true, statistics),
                new ImageGroup("unlabelled", 20, false, false, statistics),
                new ImageGroup("strong", 20, true, true, statistics)),
            List.of(NetworkGraph.LOGITS),
            Optimizer.constant(1e-3),
            false);
    return PassGroups.of(step, new TransferNetwork(architecture, SHAPE, 10, 0).graph());
  }

  private static List<String> roles(List<PassGroups> passes) {
    return passes.stream()
        .map(pass -> pass.groups().stream().map(ImageGroup::role).collect(Collectors.joining("+")))
        .toList();
  }
}
