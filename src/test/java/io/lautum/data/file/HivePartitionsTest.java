package io.lautum.data.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HivePartitionsTest {
  @Test
  void foldersHaveColumns() {
    assertThat(HivePartitions.of("split=train/x/label=a%2Fb%3D/part-0=1.csv"))
        .containsExactly(
            java.util.Map.entry("split", "train"), java.util.Map.entry("label", "a/b="));
    assertThat(HivePartitions.of("t.csv")).isEmpty();
    assertThat(HivePartitions.of("=x/t.csv")).isEmpty();
  }

  @Test
  void nullHasAName() {
    assertThat(HivePartitions.of("label=__HIVE_DEFAULT_PARTITION__/t.csv"))
        .containsEntry("label", null);
  }

  @Test
  void incompleteEscapesAreText() {
    assertThat(HivePartitions.of("label=100%/t")).containsEntry("label", "100%");
    assertThat(HivePartitions.of("label=%4/t")).containsEntry("label", "%4");
    assertThat(HivePartitions.of("label=%zz/t")).containsEntry("label", "%zz");
    assertThat(HivePartitions.of("label=%41%C3/t")).containsEntry("label", "A\u00c3");
  }
}
