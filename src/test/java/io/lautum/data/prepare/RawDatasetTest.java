package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.image.Background;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetInfo;
import io.lautum.experiment.config.ImageConfig;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RawDatasetTest {
  private static final ImageConfig AUTOMATIC =
      new ImageConfig(
          OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), "pad", "#010203");

  @Test
  void commonShapeIsThatOfTheSmallerImagesWithTheFewerChannels() {
    ImageFit fit = RawDataset.commonFit(AUTOMATIC, List.of(dataset(3, 32, 32), dataset(1, 28, 40)));
    assertThat(fit)
        .isEqualTo(
            new ImageFit(new ImageShape(1, 32, 32), ImageFit.Mode.PAD, new Background(1, 2, 3)));
    assertThat(RawDataset.commonFit(AUTOMATIC, List.of(dataset(1, 28, 40), dataset(3, 32, 32))))
        .isEqualTo(fit);
  }

  @Test
  void automaticDimensionsAreBounded() {
    assertThat(RawDataset.commonFit(AUTOMATIC, List.of(dataset(3, 480, 640))).shape())
        .isEqualTo(new ImageShape(3, 72, 96));
  }

  @Test
  void configuredDimensionsHavePriority() {
    ImageConfig chosen =
        new ImageConfig(
            OptionalInt.of(48), OptionalInt.empty(), OptionalInt.of(3), "stretch", "black");
    ImageFit fit = RawDataset.commonFit(chosen, List.of(dataset(1, 28, 28), dataset(3, 96, 64)));
    assertThat(fit)
        .isEqualTo(
            new ImageFit(new ImageShape(3, 48, 28), ImageFit.Mode.STRETCH, Background.BLACK));
  }

  private static RawDataset dataset(int channels, int height, int width) {
    return new RawDataset(
        null, null, new DatasetInfo(new ImageShape(channels, height, width), List.of("a")));
  }
}
