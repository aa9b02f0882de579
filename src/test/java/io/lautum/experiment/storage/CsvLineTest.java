package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLineTest {
  /** The examples of RFC 4180, section 2. */
  @Test
  void cellsAreQuotedIfNecessary() {
    assertThat(CsvLine.of(List.of("aaa", "b\r\nbb", "c\"cc", "d,d", "", " e ")))
        .isEqualTo("aaa,\"b\r\nbb\",\"c\"\"cc\",\"d,d\",, e \r\n");
  }
}
