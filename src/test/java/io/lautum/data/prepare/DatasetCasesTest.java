package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.IdxFixture;
import io.lautum.data.image.ImageFit;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.Example;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.ImageConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each dataset once as source and once as target, together with another of other images. */
class DatasetCasesTest {
  @TempDir Path folder;

  static Stream<Arguments> cases() {
    return Stream.of(
            ImageCases.all(),
            FolderCases.all(),
            TableCases.all(),
            PublishedCases.all(),
            RelativeCases.all())
        .flatMap(List::stream)
        .flatMap(dataset -> Stream.of("source", "target").map(role -> Arguments.of(dataset, role)));
  }

  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("cases")
  void hasItsOutcome(DatasetCase dataset, String role) throws IOException {
    CaseFiles files = new CaseFiles(folder.resolve("set"));
    dataset.files().accept(files);
    DatasetConfig config = config("set", files.root(), dataset.layout());
    if (dataset.learnt() == null) {
      assertThatThrownBy(() -> read(config, role))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(dataset.parts().toArray(new String[0]))
          .message()
          .doesNotContain("\n");
      return;
    }
    RawDataset raw = read(config, role);
    assertThat(counted(raw)).isEqualTo(dataset.learnt());
    if (!dataset.classes().isEmpty()) {
      assertThat(raw.info().classes()).isEqualTo(dataset.classes());
    }
    String notes =
        raw.reader().info(Reading.HADOOP).notes().stream()
            .map(DatasetNote::text)
            .collect(Collectors.joining("\n"));
    dataset.parts().forEach(part -> assertThat(notes).contains(part));
  }

  private RawDataset read(DatasetConfig config, String role) throws IOException {
    Path otherFolder = new IdxFixture(12, 6, 1).write(folder.resolve("other"));
    RawDataset opened = RawDataset.open(config, Reading.HADOOP);
    RawDataset other =
        RawDataset.open(config("other", otherFolder, LayoutConfig.DEFAULTS), Reading.HADOOP);
    ImageConfig open =
        new ImageConfig(
            OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), "crop", "white");
    ImageFit fit =
        role.equals("source")
            ? RawDataset.commonFit(open, List.of(opened, other))
            : RawDataset.commonFit(open, List.of(other, opened));
    counted(opened.fitted(fit));
    return opened;
  }

  private static String counted(RawDataset dataset) throws IOException {
    List<Example> train = Reading.all(Reading.sent(dataset.reader()), Split.TRAIN, 2);
    List<Example> test = Reading.all(Reading.sent(dataset.reader()), Split.TEST, 1);
    assertThat(Stream.concat(train.stream(), test.stream()))
        .allMatch(example -> example.pixels().length == dataset.info().shape().size())
        .allMatch(example -> example.label() < dataset.info().classes().size());
    return train.size() + "+" + test.size();
  }

  private static DatasetConfig config(String name, Path path, LayoutConfig layout) {
    return DatasetConfig.of(name, "auto", path.toString(), layout, VectorsConfig.DEFAULTS);
  }
}
