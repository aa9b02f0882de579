package io.lautum.cli.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.network.engine.check.RepeatedStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the protocol with a shell as the Python. */
class TorchStepTest {
  @TempDir Path folder;

  /** Starts a shell script; the option -u, which Python gets, is one that sh knows too. */
  private List<RepeatedStep> start(String script) throws IOException {
    return TorchStep.start("sh", Files.writeString(folder.resolve("steps.sh"), script));
  }

  @Test
  void answersAreThoseOfTheStep() throws IOException {
    List<RepeatedStep> steps =
        start(
            """
            echo 'step 0|lenet 50+50|PyTorch 2, float'
            echo 'step 1|cnn 64+64|PyTorch 2, tf32, captured'
            echo ready
            while read -r number repeats; do echo "$number.$repeats"; done
            """);
    try {
      assertThat(steps)
          .extracting(RepeatedStep::workload)
          .containsExactly("lenet 50+50", "cnn 64+64");
      assertThat(steps.get(1).program()).isEqualTo("PyTorch 2, tf32, captured");
      assertThat(steps.get(1).run(25)).isEqualTo(1.25);
      assertThat(steps.get(0).run(5)).isEqualTo(0.5);
    } finally {
      steps.forEach(RepeatedStep::close);
    }
  }

  @Test
  void absentPyTorchIsNamed() {
    assertThatThrownBy(() -> start("echo \"No module named 'torch'\"; exit 1"))
        .isInstanceOf(IOException.class)
        .hasMessage("No module named 'torch'");
    assertThatThrownBy(() -> start("exit 1")).hasMessageContaining("printed nothing");
    assertThatThrownBy(() -> TorchStep.start(folder.resolve("none").toString(), folder))
        .isInstanceOf(IOException.class);
  }

  @Test
  void endOfTheProcessIsAnError() throws IOException {
    List<RepeatedStep> steps = start("echo 'step 0|lenet 50+50|PyTorch 2'; echo ready");

    assertThatThrownBy(() -> steps.get(0).run(1)).isInstanceOf(UncheckedIOException.class);
  }
}
