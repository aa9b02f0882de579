package io.lautum.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetFormatsTest {
  @ParameterizedTest
  @CsvSource({
    "idx, IdxReader",
    "cifar10, Cifar10Reader",
    "cifar100, CifarReader",
    "images, ImageFolderReader",
    "parquet, ParquetReader"
  })
  void opensEveryFormat(String format, String reader) {
    assertThat(DatasetFormats.open(config(format, "folder")).getClass().getSimpleName())
        .isEqualTo(reader);
    assertThat(DatasetFormats.names()).contains(format);
  }

  @Test
  void unknownFormatIsRejectedWithKnownFormats() {
    assertThatThrownBy(() -> DatasetFormats.open(config("hdf5", "folder")))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("format of dataset toy", "cifar10", "idx", "images", "\"hdf5\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void filesNeedAPath(String path) {
    assertThatThrownBy(() -> DatasetFormats.open(config("idx", path)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("path of dataset toy");
  }

  private static DatasetConfig config(String format, String path) {
    return DatasetConfig.of("toy", format, path, LayoutConfig.DEFAULTS, VectorsConfig.DEFAULTS);
  }
}
