package io.lautum.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.IdxFixture;
import io.lautum.data.image.Background;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.idx.IdxReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FittedReaderTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  @Test
  void examplesKeepIdAndLabelAndGetTheShape() throws Exception {
    DatasetReader reader = reader();
    DatasetInfo stored = reader.info(HADOOP);
    ImageFit fit = new ImageFit(new ImageShape(3, 3, 4), ImageFit.Mode.PAD, Background.BLACK);
    DatasetReader fitted = Reading.sent(reader.fitted(stored, fit));

    assertThat(fitted.info(HADOOP)).isEqualTo(new DatasetInfo(fit.shape(), stored.classes()));
    List<Example> expected = Reading.all(reader, Split.TRAIN, 1);
    List<Example> found = Reading.all(fitted, Split.TRAIN, 3);
    assertThat(found).hasSameSizeAs(expected);
    IntStream.range(0, found.size())
        .forEach(
            i -> {
              assertThat(found.get(i).id()).isEqualTo(expected.get(i).id());
              assertThat(found.get(i).label()).isEqualTo(expected.get(i).label());
              assertThat(found.get(i).pixels())
                  .isEqualTo(fit.apply(expected.get(i).pixels(), stored.shape()));
            });
  }

  @Test
  void datasetOfTheShapeIsReadAsItIs() throws Exception {
    DatasetReader reader = reader();
    DatasetInfo stored = reader.info(HADOOP);
    ImageFit fit = new ImageFit(stored.shape(), ImageFit.Mode.CROP, Background.WHITE);
    assertThat(reader.fitted(stored, fit)).isSameAs(reader);
  }

  private DatasetReader reader() throws Exception {
    Path files = new IdxFixture(60, 30, 1).write(folder.resolve("raw"));
    return new IdxReader(files.toString(), List.of("a", "b", "c"));
  }
}
