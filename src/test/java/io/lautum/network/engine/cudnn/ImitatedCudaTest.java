package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link CudaDevice} with JavaCPP's bindings on imitations of NVIDIA's libraries: arguments
 * and their order, addresses, recordings, host memory in turn, and the choice of algorithms. What
 * NVIDIA's own libraries do with these calls is not tested.
 */
class ImitatedCudaTest {
  @TempDir private Path folder;

  @BeforeEach
  void compileImitations() throws IOException {
    ImitatedLibraries.compileInto(folder);
  }

  @Test
  void commandsReachTheLibrariesAsOnTheCpu() throws Exception {
    String output = run(Map.of("LD_LIBRARY_PATH", folder.toString()));
    assertThat(output)
        .contains("obstacle: Optional.empty", "imitation (sm_90), cuDNN 91900, cuBLAS 130000")
        .contains("float, 3 channels: same bits", "float, 20 channels: same bits")
        .contains("tf32, 3 channels: same bits", "bfloat16, 3 channels: same bits")
        .contains("bfloat16, 20 channels: same bits")
        .contains("=1/2/3")
        .contains("uuid: Optional[GPU-00112233-4455-6677-8899-aabbccddeeff]")
        .contains("free: 3040")
        .contains("the memory of the GPU is exhausted (cudaMalloc: 4096 MiB in all")
        .contains("lautum.gpu.maxbytes = 3072M: this process's networks have 32 MiB on the GPU and")
        .containsPattern("memory: 2\\d{3}, then 0")
        .contains("not opened: lautum.gpu.maxbytes = 3072M")
        .doesNotContain("other bits", "Exception", "open streams and handles");
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private String run(Map<String, String> environment) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dlautum.gpu.maxbytes=3G",
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"),
                "-cp",
                classPath(),
                ImitatedCuda.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    int exitCode = builder.start().waitFor();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(exitCode).as(text).isZero();
    return text;
  }
}
