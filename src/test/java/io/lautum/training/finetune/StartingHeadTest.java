package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.config.FineTuneConfig.Head;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartingHeadTest {
  private static final ImageShape SHAPE = new ImageShape(1, 4, 4);
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.5f}, new float[] {0.3f});
  private static final List<String> CLASSES = List.of("cat", "dog", "emu", "fox");

  private final TrainedModel source = model(CLASSES, new TransferNetwork("mlp", SHAPE, 4, 0), 3);

  /** A target with fewer classes in another order answers as the source does for each of them. */
  @Test
  void classesFollowTheirNames() {
    List<String> classes = List.of("fox", "cat", "dog");
    TransferNetwork network = new TransferNetwork("mlp", SHAPE, 3, 0);
    float[] weights = network.initialWeights(9);
    int hidden = network.graph().parameters().offset("logits");
    System.arraycopy(source.parameters(), 0, weights, 0, hidden);
    StartingHead.copy(source, Head.PRETRAINED, weights, network.graph().parameters(), classes);

    byte[] image = new byte[16];
    image[5] = (byte) 200;
    float[] all = probabilities(source, image);
    float[] some =
        probabilities(
            new TrainedModel(
                new ModelMetadata(network, classes, NORMALIZATION, "standard"), weights),
            image);
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        float expected =
            all[CLASSES.indexOf(classes.get(a))] / all[CLASSES.indexOf(classes.get(b))];
        assertThat(some[a] / some[b]).isBetween(expected * 0.999f, expected * 1.001f);
      }
    }
  }

  @Test
  void unknownClassIsRejected() {
    TransferNetwork network = new TransferNetwork("mlp", SHAPE, 2, 0);
    float[] weights = network.initialWeights(9);
    assertThatThrownBy(
            () ->
                StartingHead.copy(
                    source,
                    Head.PRETRAINED,
                    weights,
                    network.graph().parameters(),
                    List.of("cat", "gnu")))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("cat, dog, emu, fox", "cat, gnu");
  }

  private static float[] probabilities(TrainedModel model, byte[] image) {
    float[][] rows = new float[1][];
    try (Predictor predictor = new Predictor(model, NORMALIZATION, 1, "onednn")) {
      predictor.probabilities(
          new byte[][] {image}, (first, probabilities) -> rows[0] = probabilities[0].clone());
    }
    return rows[0];
  }

  private static TrainedModel model(List<String> classes, TransferNetwork network, long seed) {
    return new TrainedModel(
        new ModelMetadata(network, classes, NORMALIZATION, "standard"),
        network.initialWeights(seed));
  }
}
