package io.lautum.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.BatchOrder;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.input.ByteImages;
import io.lautum.training.augmentation.Augmentation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinibatchImagesTest {
  private static final ImageShape SHAPE = new ImageShape(1, 1, 2);
  private static final int SIZE = 7;
  private static final int BATCH = 3;

  private final List<int[]> announced = new ArrayList<>();

  /** Image i has the pixels i and 0. */
  private final ImageStore store =
      new ImageStore() {
        @Override
        public int count() {
          return SIZE;
        }

        @Override
        public int size() {
          return SHAPE.size();
        }

        @Override
        public byte[] get(int position) {
          return new byte[] {(byte) position, 0};
        }

        @Override
        public void announce(int[] positions) {
          announced.add(positions);
        }
      };

  private final MinibatchImages images =
      new MinibatchImages(
          List.of(
              new GroupSource(
                  new BatchOrder(SIZE, BATCH, 5),
                  new ByteImages(
                      "images",
                      store,
                      new Normalization(new float[] {0}, new float[] {1 / 255f}).table(SHAPE)))),
          new Augmentation(AugmentationConfig.OFF, SHAPE, 0));

  /** Passes end within minibatches 2 and 4. */
  @Test
  void readingAMinibatchAnnouncesTheNextOne() {
    BatchOrder order = new BatchOrder(SIZE, BATCH, 5);
    for (int number = 0; number < 6; number++) {
      ImageBatch batch = images.images(number, false);
      assertThat(announced).hasSize(number);
      float[] pixels = batch.pixels();
      int[] positions = order.batch(number);
      for (int i = 0; i < BATCH; i++) {
        assertThat(Math.round(pixels[i * SHAPE.size()])).isEqualTo(positions[i]);
      }
      assertThat(announced.get(number)).isEqualTo(order.batch(number + 1));
      assertThat(batch.pixels()).isSameAs(pixels);
      assertThat(announced).hasSize(number + 1);
    }
  }

  /** An engine that keeps the images on its device reads none. */
  @Test
  void descriptionAnnouncesNothing() {
    images.images(0, false).rows();
    assertThat(announced).isEmpty();
  }
}
