package io.lautum.operations.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@code submit/gpu-discovery.sh} with a fake {@code nvidia-smi}. */
class GpuDiscoveryTest {
  private static final String MIG =
      """
      GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
        MIG 3g.20gb     Device  0: (UUID: MIG-c7384736-a75d-5afc-978f-d2f1294409fd)
        MIG 1g.5gb      Device  1: (UUID: MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d)
      GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-aa11bb22-d33d-2b2c-524d-9e3d8d2b8a77)
      GPU 2: NVIDIA A100-SXM4-40GB (UUID: GPU-cc33dd44-d33d-2b2c-524d-9e3d8d2b8a77)
        MIG 7g.40gb     Device  0: (UUID: MIG-GPU-cc33dd44-d33d-2b2c-524d-9e3d8d2b8a77/0/0)
      """;

  @TempDir Path folder;
  private Path bin;

  @BeforeEach
  void makePath() throws IOException {
    bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : new String[] {"bash", "env", "timeout", "paste", "tr", "sleep", "cat"}) {
      Path found =
          Arrays.stream(System.getenv("PATH").split(":"))
              .map(directory -> Path.of(directory, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(bin.resolve(tool), found);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void addressesAreIndices(int gpus) throws Exception {
    nvidiaSmi(
        IntStream.range(0, gpus)
            .mapToObj(i -> "GPU %d: Tesla V100-SXM2-16GB (UUID: GPU-%08d)".formatted(i, i))
            .collect(Collectors.joining("\n", "", "\n")),
        0);

    assertThat(addresses(Map.of()))
        .containsExactly(
            IntStream.range(0, gpus).mapToObj(Integer::toString).toArray(String[]::new));
  }

  @Test
  void addressesOfMigDevicesAreUuids() throws Exception {
    nvidiaSmi(MIG, 0);

    assertThat(addresses(Map.of()))
        .containsExactly(
            "MIG-c7384736-a75d-5afc-978f-d2f1294409fd",
            "MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d",
            "1",
            "MIG-GPU-cc33dd44-d33d-2b2c-524d-9e3d8d2b8a77/0/0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1",
        "2,1 | 2,1",
        "1,9,2 | 1",
        "GPU-aa11bb22-d33d-2b2c-524d-9e3d8d2b8a77 | GPU-aa11bb22-d33d-2b2c-524d-9e3d8d2b8a77",
        "MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d,1 | MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d",
      })
  void addressesAreTheVisibleDevices(String visible, String expected) throws Exception {
    nvidiaSmi(MIG, 0);

    assertThat(addresses(Map.of("CUDA_VISIBLE_DEVICES", visible)))
        .containsExactly(expected.split(","));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "7", "GPU-none"})
  void noVisibleDeviceIsReported(String visible) throws Exception {
    nvidiaSmi(MIG, 0);

    assertThat(failure(Map.of("CUDA_VISIBLE_DEVICES", visible)))
        .contains("CUDA_VISIBLE_DEVICES is '%s'".formatted(visible));
  }

  @Test
  void missingGpuAndMalformedListAreReported() throws Exception {
    nvidiaSmi("No devices found.\n", 0);
    assertThat(failure(Map.of())).contains("lists no GPU; its output: No devices found.");
    nvidiaSmi("", 0);
    assertThat(failure(Map.of())).contains("lists no GPU");
    nvidiaSmi("GPU zero: \u0001 (UUID)\n<html>GPU 0</html>\n", 0);
    assertThat(failure(Map.of())).contains("lists no GPU");
  }

  @Test
  void outputOfFailingDriverIsReported() throws Exception {
    nvidiaSmi("NVIDIA-SMI has failed because\nit could not communicate with the driver.\n", 9);

    assertThat(failure(Map.of()))
        .contains("exit code 9: NVIDIA-SMI has failed because it could not communicate");
  }

  @Test
  void hangingDriverTimesOut() throws Exception {
    script("sleep 30");

    assertThat(failure(Map.of("LAUTUM_GPU_DISCOVERY_SECONDS", "0.3")))
        .contains("did not end within 0.3 s");
  }

  @Test
  void missingDriverIsReported() throws Exception {
    assertThat(failure(Map.of())).contains("no nvidia-smi on PATH; install the NVIDIA driver");
  }

  private void nvidiaSmi(String output, int exitCode) throws IOException {
    Path listing = Files.writeString(folder.resolve("listing"), output);
    script("[[ $1 == -L ]] || exit 2; cat '%s'; exit %d".formatted(listing, exitCode));
  }

  private void script(String commands) throws IOException {
    Path file = bin.resolve("nvidia-smi");
    Files.writeString(file, "#!/usr/bin/env bash\n" + commands + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Returns the addresses as Spark reads them. */
  private String[] addresses(Map<String, String> environment) throws Exception {
    Outcome outcome = discover(environment);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    ResourceInformation found = ResourceInformation.parseJson(outcome.out());
    assertThat(found.name()).isEqualTo("gpu");
    return found.addresses();
  }

  private String failure(Map<String, String> environment) throws Exception {
    Outcome outcome = discover(environment);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("gpu-discovery: ");
    return outcome.err();
  }

  private record Outcome(int exitCode, String out, String err) {}

  private Outcome discover(Map<String, String> environment) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(Path.of("submit/gpu-discovery.sh").toAbsolutePath().toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("CUDA_VISIBLE_DEVICES");
    builder.environment().put("PATH", bin.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
