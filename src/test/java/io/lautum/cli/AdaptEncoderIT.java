package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import io.lautum.experiment.result.Adaptation;
import io.lautum.pipeline.EncodedExperiment;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptEncoderIT {
  @TempDir Path folder;

  @Test
  void adaptsAnEncodersVectorsAndNamesTheNearestImages() throws Exception {
    LocalSpark.context();
    EncodedExperiment experiment = EncodedExperiment.write(folder);
    Path output = folder.resolve("out");
    CommandLineRun run =
        CommandLineRun.of(
            "adapt",
            "--labelled",
            experiment.images().toString(),
            "--unlabelled",
            experiment.images().resolve("a").toString(),
            "--output",
            output.toString(),
            "-D",
            "image.encoder.model=" + experiment.encoder(),
            "-D",
            "image.encoder.output=embedding",
            "-D",
            "image.encoder.levels=255",
            "-D",
            "prepare.components=4",
            "-D",
            "adapt.method=scratch",
            "-D",
            "adapt.folds=3",
            "-D",
            "adapt.suggestions=4",
            "-D",
            "finetune.steps=30");

    assertThat(run.exitCode()).as(run.err()).isZero();
    Adaptation adaptation;
    try (InputStream in = Files.newInputStream(output.resolve(Adaptation.FILE))) {
      adaptation = Adaptation.read(in, "adaptation");
    }
    assertThat(adaptation.suggestions())
        .hasSize(4)
        .allSatisfy(
            image -> {
              assertThat(image.png()).isEmpty();
              assertThat(image.neighbours()).hasSize(3);
              // Each unlabelled image is a labelled one too.
              Adaptation.Neighbour nearest = image.neighbours().get(0);
              assertThat(nearest.name()).isEqualTo("a/" + image.name());
              assertThat(adaptation.classes().get(nearest.label())).isEqualTo("a");
            });
    List<Adaptation.Neighbour> neighbours = adaptation.suggestions().get(0).neighbours();
    assertThat(Files.readString(output.resolve("report.html")))
        .contains(
            "near " + neighbours.get(0).name() + " (a), " + neighbours.get(1).name(),
            "vectors of ",
            "Images most worth labelling");
    // Other images, or a source, may need other values of the recipe.
    assertThat(Files.readString(output.resolve("adapt.conf")))
        .contains("suggestions=4", "bad-files=skip")
        .doesNotContain("architecture", "shift", "candidates");
  }
}
