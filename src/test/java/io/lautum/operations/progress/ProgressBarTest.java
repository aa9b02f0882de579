package io.lautum.operations.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void lineIsRedrawnInPlaceOnTerminal() {
    ProgressBar bar = new ProgressBar(out, 200);
    bar.show("pretrain lautum", 100, 400, "cross-entropy 0.5000", 187);
    assertThat(text())
        .isEqualTo(
            "\r"
                + "\033[Kpretrain lautum ██████░░░░░░░░░░░░░░░░░░  25 %  100 of 400  3:07 min left "
                + " cross-entropy 0.5000");
    bar.clear();
    assertThat(text()).endsWith("\r\033[K").doesNotContain("\n");
  }

  @Test
  void lineFitsTerminal() {
    new ProgressBar(out, 60).show("finetune", 1, 2, "x".repeat(100), 5);
    assertThat(text().substring("\r\033[K".length())).hasSize(59);
  }

  @Test
  void writesNothingWithoutTerminal() {
    ProgressBar bar = new ProgressBar(out, 0);
    bar.show("pretrain", 1, 2, "", 5);
    bar.clear();
    assertThat(bar.isShown()).isFalse();
    assertThat(text()).isEmpty();
    assertThat(ProgressBar.ofProcess().isShown()).isFalse();
  }

  @Test
  void durationsHaveSuitableUnits() {
    assertThat(ProgressBar.duration(0.4)).isEqualTo("0 s");
    assertThat(ProgressBar.duration(99)).isEqualTo("99 s");
    assertThat(ProgressBar.duration(125)).isEqualTo("2:05 min");
    assertThat(ProgressBar.duration(7500)).isEqualTo("2:05 h");
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
