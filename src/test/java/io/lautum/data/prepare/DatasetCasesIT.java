package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ExperimentConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Some of the datasets of {@link DatasetCasesTest} through the job that prepares them. */
class DatasetCasesIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "sizes mixed, source",
    "grey first, target",
    "class without test images, target",
    "zip with top shapes/, source",
    "a class called train, target",
    "EMNIST letters, source"
  })
  void manifestHasTheCountsOfTheOutcome(String name, String role) throws IOException {
    DatasetCase dataset =
        Stream.of(ImageCases.all(), FolderCases.all(), PublishedCases.all())
            .flatMap(List::stream)
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();
    CaseFiles files = new CaseFiles(folder.resolve("set"));
    dataset.files().accept(files);
    ExperimentConfig config =
        Prepared.glyphs(
            folder,
            "workers=1",
            "prepare.components=2",
            "prepare.labelled-fraction=0.5",
            role + ".format=auto",
            role + ".path=\"%s\"".formatted(files.root()));

    Manifest manifest = Prepared.run(folder, config).manifest();
    boolean source = role.equals("source");
    DatasetSummary domain = source ? manifest.source() : manifest.target();
    assertThat(domain.train().count() + "+" + domain.test().count()).isEqualTo(dataset.learnt());
    assertThat(domain.classes()).hasSizeGreaterThan(1).containsAll(dataset.classes());
    if (!source) {
      assertThat(domain.labelled().count() + domain.unlabelled().count())
          .isEqualTo(domain.train().count());
    }
  }
}
