package io.lautum.data.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.encoder.EncodedDataset.Kind;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodedDatasetTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final ImageFit FIT = ImageFit.to(new ImageShape(3, 8, 8));

  @TempDir private Path folder;

  private EncodedDataset.Opened open(Kind kind) throws IOException {
    DatasetConfig config =
        DatasetConfig.of(
            "d", "images", folder.toString(), LayoutConfig.DEFAULTS, VectorsConfig.DEFAULTS);
    return new EncodedDataset(config, kind).open(HADOOP, FIT);
  }

  @Test
  void kindDeterminesClassesAndSplit() throws Exception {
    for (int i = 0; i < 10; i++) {
      ColourPng.write(folder.resolve((i % 2 == 0 ? "a/" : "b/") + i + ".png"), 8, 8, i);
    }
    assertThat(open(Kind.LABELLED).classes()).containsExactly("a", "b");
    assertThat(open(Kind.LABELLED).split(Split.TRAIN)).isEqualTo(Split.TRAIN);
    assertThat(open(Kind.TEST).classes()).containsExactly("a", "b");
    assertThat(open(Kind.TEST).split(Split.TRAIN)).isEqualTo(Split.TEST);
    assertThat(open(Kind.UNLABELLED).classes()).isEmpty();
    assertThat(open(Kind.UNLABELLED).split(Split.TRAIN)).isEqualTo(Split.TRAIN);
  }

  @Test
  void onlyFoldersOfManyFilesHaveManyTasks() throws Exception {
    ColourPng.write(folder.resolve("1.png"), 8, 8, 1);
    List<EncodedDataset.Opened> few = List.of(open(Kind.UNLABELLED));
    assertThat(EncodeTask.parts(few, HADOOP, 2)).hasSize(2 * 2);

    Files.createDirectories(folder.resolve("more"));
    List<EncodeTask.Part> parts = EncodeTask.parts(few, HADOOP, 2);
    assertThat(parts).hasSize(2 * 16 * 2);
    assertThat(parts.stream().filter(part -> part.subset() == Split.TEST)).hasSize(32);
    assertThat(parts.stream().map(EncodeTask.Part::order).distinct()).containsExactly(0, 1);
  }
}
