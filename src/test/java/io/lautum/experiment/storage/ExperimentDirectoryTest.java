package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentDirectoryTest {
  @Test
  void everythingIsBelowExperimentFolder() {
    ExperimentDirectory directory =
        new ExperimentDirectory("/some dir", "glyphs", new Configuration());

    assertThat(directory.root()).isEqualTo(new Path("file:/some dir/glyphs"));
    assertThat(directory.files().getUri()).hasToString("file:///");
    Path draw = directory.finetuned("lautum+temporal-ensembling", 50, 2);
    assertThat(draw)
        .isEqualTo(
            new Path(directory.root(), "finetune/lautum+temporal-ensembling/labels-50/draw-2"));
    assertThat(ExperimentDirectory.model(draw)).isEqualTo(new Path(draw, "model.zip"));
    assertThat(ExperimentDirectory.history(draw)).isEqualTo(new Path(draw, "history.jsonl"));
    assertThat(directory.pretrained("standard"))
        .isEqualTo(new Path(directory.root(), "pretrain/standard"));
  }

  @Test
  void relativeWorkDirectoryIsResolvedOnDriver() {
    ExperimentDirectory directory = new ExperimentDirectory("runs", "glyphs", new Configuration());

    assertThat(directory.shards().toUri().getPath())
        .isEqualTo(java.nio.file.Path.of("runs/glyphs/shards").toAbsolutePath().toString());
    assertThat(directory.shards().toUri().getScheme()).isEqualTo("file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nosuch://host/runs", "file://runs"})
  void invalidWorkDirectoryIsRejected(String workdir) {
    assertThatThrownBy(() -> new ExperimentDirectory(workdir, "glyphs", new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "work directory \"" + workdir + "\": expected a path of a Hadoop file system: ");
  }
}
