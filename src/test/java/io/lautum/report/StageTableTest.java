package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StageTableTest {
  @Test
  void executionsOfAStageAddTheirTimesAndKeepTheLargestMemory() {
    StageTable table =
        StageTable.of(
            List.of(
                new History.Stage("prepare", "2000-01-01T00:00:00Z", 20, null),
                new History.Stage("finetune", "2000-01-01T00:01:00Z", 50, 3L << 29),
                new History.Stage("finetune", "2000-01-01T00:02:00Z", 30, 1L << 30)));

    assertThat(table.total()).isEqualTo("100.0");
    assertThat(table.rows())
        .containsExactly(
            new StageTable.Row("prepare", "20.0", "25.0", ""),
            new StageTable.Row("finetune", "80.0", "100.0", "1536"));
  }
}
