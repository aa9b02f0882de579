package io.lautum.network.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalFiles;
import io.lautum.data.image.Background;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFitTest {
  private static final ImageShape SHAPE = new ImageShape(1, 4, 5);

  private final FileSystem files = LocalFiles.open();
  @TempDir private Path folder;

  @Test
  void fitIsStored() throws IOException {
    ImageFit fit = new ImageFit(SHAPE, ImageFit.Mode.PAD, new Background(1, 2, 3));
    assertThat(stored(fit).metadata().fit()).isEqualTo(fit);
  }

  @Test
  void modelWithoutFitHasThatOfTheDefaultKeys() throws IOException {
    assertThat(stored(null).metadata().fit()).isEqualTo(ImageFit.to(SHAPE));
  }

  @Test
  void fitToAnotherShapeIsRejected() {
    ImageFit fit = new ImageFit(new ImageShape(1, 5, 5), ImageFit.Mode.PAD, Background.WHITE);
    assertThatThrownBy(() -> stored(fit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1x4x5");
  }

  private TrainedModel stored(ImageFit fit) throws IOException {
    TransferNetwork network = new TransferNetwork("mlp", SHAPE, 2, 0);
    Normalization normalization = new Normalization(new float[] {0.4f}, new float[] {0.3f});
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(folder.resolve("model.zip").toUri());
    new TrainedModel(
            new ModelMetadata(network, List.of("a", "b"), normalization, "standard", fit, null),
            network.initialWeights(11))
        .write(files, file);
    return TrainedModel.read(files, file);
  }
}
