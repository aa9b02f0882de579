package io.lautum.network.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.data.image.ImageShape;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class OneDnnNetworkTest {
  /** An open scope would keep the native memory of everything that the thread does later. */
  @Test
  void failedCompilationLeavesNoScope() {
    NetworkGraph network = new TransferNetwork("lenet", new ImageShape(1, 28, 28), 10, 0).graph();
    ImageGroup incomplete = new ImageGroup(ImageGroup.LABELLED, 1, true, true, null);
    StepSpec step =
        new StepSpec(
            List.of(incomplete), List.of(NetworkGraph.LOGITS), Optimizer.constant(0.1), false);
    OneDnnEngine engine = new OneDnnEngine();
    PointerScope before = PointerScope.getInnerScope();
    assertThatThrownBy(() -> engine.create(network, step, Precision.FLOAT))
        .isInstanceOf(NullPointerException.class);
    assertThat(PointerScope.getInnerScope()).isSameAs(before);
  }
}
