package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final String FIRST = round(1, 2.25);

  @Test
  void tornLastLineIsOmitted() {
    String torn = round(2, 1.5).substring(0, 40);
    assertThat(rounds(FIRST + "\n" + torn)).hasSize(1);
    assertThat(rounds(FIRST.substring(0, 20))).isEmpty();
    assertThat(rounds("")).isEmpty();
  }

  @Test
  void completeLastLineWithoutLineFeedIsRead() {
    List<History.Round> rounds = rounds(FIRST + "\n" + round(2, 1.5));
    assertThat(rounds).extracting(History.Round::crossEntropy).containsExactly(2.25, 1.5);
    assertThat(rounds.get(0).numbers()).doesNotContainKey("lautumInformation");
    assertThat(rounds.get(0).examplesPerSecond()).isEqualTo(100);
  }

  @Test
  void metricsOfATermAreReadByTheirKeys() {
    String line = FIRST.replace("}", ",\"squaredMmd\":-0.25}");
    assertThat(rounds(line).get(0).numbers())
        .containsEntry("squaredMmd", -0.25)
        .doesNotContainKey("lautumInformation");
    line = FIRST.replace("}", ",\"lautumInformation\":1.5}");
    assertThat(rounds(line).get(0).numbers())
        .containsEntry("lautumInformation", 1.5)
        .doesNotContainKey("squaredMmd");
  }

  @Test
  void malformedCompleteLineIsBadData() {
    for (String text : List.of("{\"round\":\n" + FIRST, FIRST + "\n{\"round\":2}\n", "null\n")) {
      assertThatThrownBy(() -> rounds(text))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("h.jsonl, line " + (text.startsWith(FIRST) ? 2 : 1))
          .hasMessageContaining("crossEntropy");
    }
  }

  @Test
  void roundRepeatedAfterAResumeCountsOnce() {
    String text = FIRST + "\n" + round(2, 1.5) + "\n" + round(2, 1.25) + "\n";
    assertThat(rounds(text)).extracting(History.Round::crossEntropy).containsExactly(2.25, 1.25);
  }

  @Test
  void divergedLossIsReadAsWritten() {
    byte[] text = "{\"step\":3,\"crossEntropy\":NaN}\n".getBytes(StandardCharsets.UTF_8);
    assertThat(History.readSteps(new ByteArrayInputStream(text), "h.jsonl"))
        .containsExactly(
            new History.Step(3, Double.NaN, Map.of("step", 3.0, "crossEntropy", Double.NaN)));
  }

  private static String round(int round, double crossEntropy) {
    return "{\"round\":"
        + round
        + ",\"iteration\":10,\"crossEntropy\":"
        + crossEntropy
        + ",\"seconds\":1,\"averagingSeconds\":0.5,\"examplesPerSecond\":100}";
  }

  private static List<History.Round> rounds(String text) {
    return History.readRounds(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "h.jsonl");
  }
}
