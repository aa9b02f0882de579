package io.lautum.data.read.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.LayoutConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10ReaderTest {
  private static final int RECORD = 1 + 3 * 32 * 32;

  @TempDir Path folder;

  @Test
  void readsTheBinaryVersion() throws IOException {
    for (int batch = 1; batch <= 5; batch++) {
      Files.write(folder.resolve("data_batch_" + batch + ".bin"), records());
    }
    Files.write(folder.resolve("test_batch.bin"), records());

    assertThat(reader().info(new Configuration()).classes()).contains("airplane", "truck");
    assertThat(labels(Split.TEST)).isEqualTo(10);
  }

  @Test
  void readsImagesInFolders() throws IOException {
    for (String subset : List.of("train", "test")) {
      for (String name : List.of("airplane", "truck")) {
        Path file = folder.resolve(subset).resolve(name).resolve("0.png");
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
      }
    }

    assertThat(reader().info(new Configuration()).classes()).containsExactly("airplane", "truck");
    assertThat(labels(Split.TEST)).isEqualTo(2);
  }

  @Test
  void emptyFolderIsRejectedWithTheFilesOfTheBinaryVersion() {
    assertThatThrownBy(() -> reader().info(new Configuration()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data_batch_1.bin");
  }

  private Cifar10Reader reader() {
    return new Cifar10Reader(folder.toString(), List.of(), LayoutConfig.DEFAULTS);
  }

  private int labels(Split subset) throws IOException {
    int count = 0;
    try (DatasetReader.Examples examples = reader().read(new Configuration(), subset, 0, 1)) {
      while (examples.hasNext()) {
        examples.next();
        count++;
      }
    }
    return count;
  }

  /** Returns one black image of each class. */
  private static byte[] records() {
    byte[] records = new byte[10 * RECORD];
    for (int label = 0; label < 10; label++) {
      records[label * RECORD] = (byte) label;
    }
    return records;
  }
}
