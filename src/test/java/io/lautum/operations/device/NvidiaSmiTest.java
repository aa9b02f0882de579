package io.lautum.operations.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaSmiTest {
  @TempDir Path folder;

  @Test
  void readsDriverOutput() throws IOException {
    String program =
        script(
            "echo '0, GPU-a, NVIDIA A100-SXM4-40GB, 535.104.05, 40960, 40536'; echo '1, GPU-b,"
                + " Tesla T4, 535.104.05, 15360, 7'");

    assertThat(NvidiaSmi.gpus(program))
        .extracting(NvidiaSmi.Gpu::uuid, NvidiaSmi.Gpu::toString)
        .containsExactly(
            tuple(
                "GPU-a",
                "0: NVIDIA A100-SXM4-40GB, driver 535.104.05, 40960 MiB of which 40536 free"),
            tuple("GPU-b", "1: Tesla T4, driver 535.104.05, 15360 MiB of which 7 free"));
  }

  @Test
  void machineWithoutWorkingDriverHasNoGpu() throws IOException {
    assertThat(NvidiaSmi.gpus(folder.resolve("absent").toString())).isEmpty();
    assertThat(NvidiaSmi.gpus(script("echo 'NVIDIA-SMI has failed'"))).isEmpty();
    assertThat(NvidiaSmi.gpus(script("echo '0, a, b, c, d, e'; exit 9"))).isEmpty();
  }

  private String script(String commands) throws IOException {
    Path file = folder.resolve("nvidia-smi");
    Files.writeString(file, "#!/usr/bin/env bash\n" + commands + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }
}
