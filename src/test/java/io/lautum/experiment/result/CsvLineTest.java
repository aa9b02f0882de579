package io.lautum.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLineTest {
  @Test
  void onlyCellsThatNeedQuotesHaveThem() {
    assertThat(CsvLine.of(List.of("a b", "x,y", "say \"no\"", "two\nlines", 0.5f)))
        .isEqualTo("a b,\"x,y\",\"say \"\"no\"\"\",\"two\nlines\",0.5\r\n");
  }
}
