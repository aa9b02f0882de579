package io.lautum.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.DataException;
import io.lautum.experiment.result.Results.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final String HEAD =
      "{\"experiment\":\"e\",\"source\":\"s\",\"target\":\"t\",\"seed\":1,\"classes\":[\"a\",\"b\"],";

  @Test
  void survivesRoundTrip() throws IOException {
    Results results =
        new Results(
            "e",
            "s",
            "t",
            7,
            List.of("a", "b"),
            List.of(
                Row.of(
                    "lautum",
                    50,
                    List.of(0.5, 0.75),
                    0.1,
                    1.5,
                    List.of(List.of(3L, 1L), List.of(2L, 2L)))),
            List.of(new Results.Pretrained("lautum", 0.98, 2.5, List.of(0.9, 0.1))),
            List.of(new AdaptedNetwork("lautum", 50, 2.0, List.of(0.8, 0.2))),
            Map.of("lautum", Map.of(50, 0.4796)),
            "a note");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    results.write(out);
    assertThat(Results.read(new ByteArrayInputStream(out.toByteArray()), Results.FILE))
        .isEqualTo(results);
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("}\n").doesNotContain("methods");
  }

  @Test
  void absentAndUnknownFieldsAreAccepted() {
    Results results =
        Results.read(
            stream(
                HEAD
                    + "\"future\":{\"x\":1},\"rows\":[{\"method\":\"scratch\",\"labels\":10,"
                    + "\"draws\":[0.5],\"mean\":0.5,\"std\":null,\"other\":[]}]}"),
            Results.FILE);
    assertThat(results.paper()).isEmpty();
    assertThat(results.pretrain()).isEmpty();
    assertThat(results.row("scratch", 10).orElseThrow().std()).isNull();
    assertThat(results.row("scratch", 20)).isEmpty();
  }

  @Test
  void meanAndSampleDeviationAreComputedFromDraws() {
    Row row = Row.of("lautum", 50, List.of(0.5, 0.6, 0.7), null, null, List.of());
    assertThat(row.mean()).isCloseTo(0.6, within(1e-12));
    assertThat(row.std()).isCloseTo(0.1, within(1e-12));
    assertThat(Row.of("lautum", 50, List.of(0.5), null, null, null).std()).isNull();
  }

  @Test
  void fileOfANewerProgramIsRejected() {
    String head = HEAD.replaceFirst("\\{", "{\"format\": 2, ");
    assertThatThrownBy(() -> Results.read(stream(head + "\"rows\":[]}"), "results.json"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("results.json has format version 2, ");
    assertThat(Results.read(stream(HEAD + "\"rows\":[]}"), "results.json").rows()).isEmpty();
  }

  @Test
  void malformedJsonIsRejectedWithPosition() {
    assertThatThrownBy(() -> Results.read(stream(HEAD + "\n\"rows\":[}"), "runs/e/results.json"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("runs/e/results.json, line 2, column 10")
        .hasMessageContaining("experiment, source, target");
  }

  @Test
  void impossibleValuesAreRejected() {
    assertRejected("", "null");
    assertRejected("rows", HEAD + "\"paper\":{}}");
    assertRejected("source", "{\"experiment\":\"e\"}");
    assertRejected("from 0 to 1, found 51.0", HEAD + row("\"draws\":[51.0],\"mean\":51.0"));
    assertRejected("at least one draw", HEAD + row("\"draws\":[],\"mean\":0"));
    assertRejected("as mean, found 0.9", HEAD + row("\"draws\":[0.5,0.7],\"mean\":0.9"));
    assertRejected(
        "2 x 2", HEAD + row("\"draws\":[0.5],\"mean\":0.5,\"confusion\":[[1,2,3],[4,5,6]]"));
    assertRejected("2 x 2", HEAD + row("\"draws\":[0.5],\"mean\":0.5,\"confusion\":[[1,2]]"));
    String one = "{\"method\":\"m\",\"labels\":1,\"draws\":[0.5],\"mean\":0.5}";
    assertRejected("found two", HEAD + "\"rows\":[" + one + "," + one + "]}");
  }

  private static void assertRejected(String message, String json) {
    assertThatThrownBy(() -> Results.read(stream(json), Results.FILE))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("results.json")
        .hasMessageContaining(message);
  }

  private static String row(String fields) {
    return "\"rows\":[{\"method\":\"m\",\"labels\":1," + fields + "}]}";
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
