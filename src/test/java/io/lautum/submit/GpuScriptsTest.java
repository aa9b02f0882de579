package io.lautum.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.submit.ExternalProgram.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs {@code submit/standalone} and {@code submit/gpu-acceptance} of a distribution of empty jars,
 * with programs that stand in for Java, Python and nvidia-smi.
 */
class GpuScriptsTest {
  private static final String CHECK =
      """
      engine cudnn on NVIDIA H100, cuDNN 91900
        float
                check                                        measured      limit
        ok      chain of layers: gradient by weights          1.6e-05    1.0e-03
        ok      residual sums: gradient by images             4.2e-04    1.0e-03
        ok      same bits twice                               0.0e+00    0.0e+00
        bfloat16
                check                                        measured      limit
        ok      chain of layers: gradient by weights          1.1e-01    2.0e-01
        ok      same bits twice                               0.0e+00    0.0e+00

        whole steps, float
                check                                        measured      limit
        ok      lenet 50+50: gradient, next to onednn         7.5e-06    1.0e-03
        ok      lenet 50+50: same bits twice, 20 steps        0.0e+00    0.0e+00

      lenet 50+50                                   ms per step  relative
        cudnn, float                                      0.200      1.00
        PyTorch 2.9.0+cu130, float                        2.400     12.00
        PyTorch 2.9.0+cu130, float, captured              0.480      2.40

      cnn 64+64                                     ms per step  relative
        cudnn, float                                      1.000      1.00
        PyTorch 2.9.0+cu130, float                        4.000      4.00

      wrn-28-2 128                                  ms per step  relative
        cudnn, float                                      9.000      1.00
        cudnn, bfloat16                                   4.000      0.44
        PyTorch 2.9.0+cu130, bfloat16, captured           4.100      0.46

      ok
      """;

  @TempDir private Path temp;
  private Path home;

  @BeforeEach
  void install() throws Exception {
    home = Files.createDirectory(temp.resolve("lautum"));
    for (String part : List.of("submit", "conf")) {
      run("cp -r '%s' '%s'".formatted(Path.of(part).toAbsolutePath(), home));
    }
    Files.createDirectories(home.resolve("lib/natives"));
    for (String jar : List.of("lautum-spark-0.1.0.jar", "lautum-spark-0.1.0-job.jar", "a.jar")) {
      Files.createFile(home.resolve("lib").resolve(jar));
    }
    Files.writeString(home.resolve("lib/classpath.txt"), "a.jar");
    Files.writeString(home.resolve("lib/opens.txt"), "-Dopens\n");
    Files.createDirectories(temp.resolve("jdk"));
    Files.writeString(temp.resolve("jdk/release"), "JAVA_VERSION=\"17.0.9\"\n");
    ExternalProgram.script(temp.resolve("bin/python3"), "[[ $2 == *__version__* ]] && echo 2.9.0");
    nvidiaSmi(2);
  }

  @AfterEach
  void stop() throws Exception {
    run("'%s/submit/standalone' stop".formatted(home));
  }

  @Test
  void workersGetDifferentGpus() throws Exception {
    daemons();

    run("'%s/submit/standalone' start --workers 2 --gpus 1".formatted(home));

    String logs = run("cat cache/lautum-spark/*/standalone/worker-*.log");
    assertThat(logs)
        .contains("visible 0 PCI_BUS_ID", "visible 1 PCI_BUS_ID")
        .contains("-Dspark.worker.resource.gpu.amount=1")
        .contains("resource.gpu.discoveryScript=" + home + "/submit/gpu-discovery.sh");
    assertThat(run("cat cache/lautum-spark/*/standalone/master.log"))
        .contains("visible unset")
        .doesNotContain("resource.gpu");
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void signalDuringTheStartEndsAllProcesses(String signal, int exitCode) throws Exception {
    ExternalProgram.script(
        temp.resolve("jdk/bin/java"),
        """
        echo 'Starting Spark master at spark://127.0.0.1:1'
        echo $$ >>'%s'
        while :; do sleep 0.1; done
        """
            .formatted(temp.resolve("daemons")));

    Outcome outcome =
        bash(
            """
            set -m
            # A build in the background ignores signals, and so would what it starts.
            env --default-signal '%s/submit/standalone' start --workers 2 &
            until [[ $(cat daemons 2>/dev/null | wc -l) == 3 ]]; do sleep 0.05; done
            kill -%s $!
            wait $!
            """
                .formatted(home, signal));

    assertThat(outcome.exitCode()).isEqualTo(exitCode);
    assertThat(outcome.err()).contains("stopped 3 processes");
    for (String daemon : Files.readAllLines(temp.resolve("daemons"))) {
      assertThat(ProcessHandle.of(Long.parseLong(daemon))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--workers, 99999999999999999999",
    "--workers, 1000",
    "--workers, 0",
    "--cores, 10000",
    "--port, 65536"
  })
  void numbersThatNoMachineHasAreRejectedBeforeAnyProcessStarts(String option, String value)
      throws Exception {
    daemons();

    Outcome outcome = launch("standalone", "start", option, value);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains(option + " is '" + value + "', but must be a number");
    assertThat(temp.resolve("cache")).doesNotExist();
  }

  @Test
  void moreGpusThanThereAreAreRejectedWithBothNumbers() throws Exception {
    daemons();

    Outcome outcome = launch("standalone", "start", "--workers", "2", "--gpus", "2");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("need 4 GPUs, but submit/gpu-discovery.sh finds 2");
  }

  @Test
  void everyFigureOfGpuCheckIsJudged() throws Exception {
    Files.writeString(temp.resolve("check"), CHECK);
    ExternalProgram.script(
        temp.resolve("jdk/bin/java"), "cat '%s'".formatted(temp.resolve("check")));

    Outcome outcome = launch("gpu-acceptance", "--steps", "check", "--output", "out dir");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
    Map<String, String> verdicts = new TreeMap<>();
    JsonNode step = result().get("steps").get(0);
    step.get("figures")
        .forEach(
            figure ->
                verdicts.put(
                    figure.get("figure").asText() + " " + figure.get("measured").asText(),
                    figure.get("verdict").asText()));
    assertThat(step.get("state").asText()).isEqualTo("done");
    assertThat(verdicts)
        .containsExactlyInAnyOrderEntriesOf(
            new TreeMap<>(
                Map.of(
                    "checks of the engine that failed 0",
                    "met",
                    "largest relative error of a gradient, next to double precision 0.00042",
                    "met",
                    "largest relative error of a layer's gradient in whole steps, next to the"
                        + " CPU's 7.5e-06",
                    "met",
                    "weights and moments that differ between equal or resumed trainings 0",
                    "met",
                    "lenet 50+50, float, eager: PyTorch's time by ours 12.00 (2.400 by 0.200 ms)",
                    "met",
                    "lenet 50+50, float, captured: PyTorch's time by ours 2.40 (0.480 by 0.200 ms)",
                    "not met",
                    "cnn 64+64, float, eager: PyTorch's time by ours 4.00 (4.000 by 1.000 ms)",
                    "met",
                    "cnn 64+64, float, captured: PyTorch's time by ours cudnn 1.000 ms, PyTorch"
                        + " none ms",
                    "not measured",
                    "wrn-28-2 128, bfloat16, captured: PyTorch's time by ours 1.02 (4.100 by 4.000"
                        + " ms)",
                    "met")));
  }

  @Test
  void errorsOfGradientsAndOtherBitsAreNotMet() throws Exception {
    Files.writeString(
        temp.resolve("check"),
        CHECK
            .replace(
                "ok      residual sums: gradient by images             4.2e-04",
                "FAILED  residual sums: gradient by images             4.2e-03")
            .replace("steps        0.0e+00", "steps        3.0e+00")
            .replace("onednn         7.5e-06", "onednn             NaN"));
    ExternalProgram.script(
        temp.resolve("jdk/bin/java"), "cat '%s'; exit 1".formatted(temp.resolve("check")));

    assertThat(launch("gpu-acceptance", "--steps", "check", "--output", "out dir").exitCode())
        .isEqualTo(1);

    JsonNode figures = result().get("steps").get(0).get("figures");
    for (int i = 0; i < 4; i++) {
      assertThat(figures.get(i).get("verdict").asText())
          .as(figures.toString())
          .isEqualTo("not met");
    }
  }

  @Test
  void withoutAGpuStepsAreSkippedWithTheReason() throws Exception {
    nvidiaSmi(0);
    ExternalProgram.script(temp.resolve("jdk/bin/java"), "exit 9");

    Outcome outcome = launch("gpu-acceptance", "--output", "out dir");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(result().get("steps")).hasSize(3);
    for (JsonNode step : result().get("steps")) {
      assertThat(step.get("state").asText()).isEqualTo("skipped");
      assertThat(step.get("reason").asText()).startsWith("no GPU: gpu-discovery: nvidia-smi -L");
    }
  }

  /** Java that behaves as Spark's daemons: it prints its start, and lives until it is killed. */
  private void daemons() throws Exception {
    ExternalProgram.script(
        temp.resolve("jdk/bin/java"),
        """
        echo "visible ${CUDA_VISIBLE_DEVICES-unset} ${CUDA_DEVICE_ORDER-unset} $*"
        echo 'Starting Spark master at spark://127.0.0.1:1'
        echo 'Successfully registered with master'
        while :; do sleep 0.1; done
        """);
  }

  private void nvidiaSmi(int gpus) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < gpus; i++) {
      lines.append("echo 'GPU %d: NVIDIA H100 (UUID: GPU-%d)'\n".formatted(i, i));
    }
    ExternalProgram.script(temp.resolve("bin/nvidia-smi"), lines.toString());
  }

  private JsonNode result() throws Exception {
    return new ObjectMapper().readTree(temp.resolve("out dir/acceptance.json").toFile());
  }

  private Outcome launch(String script, String... arguments) throws Exception {
    StringBuilder command = new StringBuilder("'%s/submit/%s'".formatted(home, script));
    for (String argument : arguments) {
      command.append(" '").append(argument).append("'");
    }
    return bash(command.toString());
  }

  private String run(String command) throws Exception {
    Outcome outcome = bash(command);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private Outcome bash(String command) throws Exception {
    Map<String, String> environment =
        Map.of(
            "PATH", temp.resolve("bin") + ":" + System.getenv("PATH"),
            "JAVA_HOME", temp.resolve("jdk").toString(),
            "XDG_CACHE_HOME", temp.resolve("cache").toString());
    return ExternalProgram.run(
        temp, environment, List.of("bash", "-ec", "cd '%s'; %s".formatted(temp, command)));
  }
}
