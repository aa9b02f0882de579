package io.lautum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {
  private static final long GIB = 1L << 30;

  /** LeNet has 50 x 53 x 53 features before its dense layer of 500. */
  private final MemoryNeed large = MemoryNeed.ofNetwork(lenet(224));

  @Test
  void weightsOfLargeImagesNeedTheMostMemory() {
    long weights = 70_257_080;
    long images = 10 * 3 * 224 * 224;
    assertThat(lenet(224).network().weights()).isEqualTo(weights);
    assertThat(large.heap()).isEqualTo(4 * (11 * weights + 2 * images));
    assertThat(large.times(2).plus(MemoryNeed.ofDriver(lenet(224), 1)).heap())
        .isEqualTo(2 * large.heap() + 4 * 12 * weights);
    NetworkBlueprint averaging = lenet(224).averagingWeights(true);
    assertThat(MemoryNeed.ofNetwork(averaging).heap()).isEqualTo(4 * (13 * weights + 2 * images));
    assertThat(MemoryNeed.ofDriver(averaging, 1).heap()).isEqualTo(4 * 16 * weights);
    assertThat(large.offHeap()).isGreaterThan(4 * 3 * weights);
  }

  /** The exchange of rounds holds the results of all workers before the driver averages them. */
  @Test
  void driverNeedsMemoryForTheResultsOfAllWorkers() {
    long weights = lenet(28).network().weights();
    assertThat(MemoryNeed.ofDriver(lenet(28), 16).heap()).isEqualTo(4 * 57 * weights);
    NetworkBlueprint averaging = lenet(28).averagingWeights(true);
    assertThat(MemoryNeed.ofDriver(averaging, 16).heap()).isEqualTo(4 * 76 * weights);
    assertThat(MemoryNeed.ofDriver(averaging, 16).heap()).as("LeNet on a cluster").isLessThan(GIB);
  }

  @Test
  void smallHeapIsRejectedWithWhatHelps() {
    assertThatThrownBy(() -> large.requireHeap("pretrain lautum", 2 * GIB, "--driver-memory"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "pretrain lautum (70,257,080 weights, 10 images of 3x224x224 per step)",
            "needs 3.6 GiB of heap, found 2.0",
            "image.height and image.width",
            "network.architecture",
            "--driver-memory to 37");
    large.requireHeap("pretrain lautum", 4 * GIB, "--driver-memory");
    MemoryNeed.ofNetwork(lenet(28)).requireHere("pretrain lautum");
  }

  private static NetworkBlueprint lenet(int side) {
    return NetworkBlueprint.of(
        new TransferNetwork("lenet", new ImageShape(3, side, side), 10, 0).graph(),
        new NetworkConfig("lenet", "onednn", "float"),
        List.of(ImageGroup.trained(ImageGroup.LABELLED, 10)),
        Optimizer.constant(0.1),
        List.of(),
        RegularizationConfig.NONE);
  }
}
