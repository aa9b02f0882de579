package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link CudaDevice} with JavaCPP's bindings on imitations of NVIDIA's libraries: arguments
 * and their order, addresses, recordings, host memory in turn, and the choice of algorithms. What
 * NVIDIA's own libraries do with these calls is not tested.
 */
class ImitatedCudaTest {
  private static final List<String> LIBRARIES =
      List.of(
          "libcuda.so.1",
          "libcudart.so.13",
          "libcublas.so.13",
          "libcublasLt.so.13",
          "libcudnn_cnn.so.9",
          "libcudnn_adv.so.9",
          "libcudnn_ops.so.9",
          "libcudnn_graph.so.9",
          "libcudnn.so.9",
          "libnvrtc.so.13");

  @TempDir private Path folder;

  @BeforeEach
  void compileImitations() throws IOException {
    Optional<String> compiler = Compilers.first("g++", "clang++");
    assumeTrue(compiler.isPresent(), "this machine has no C++ compiler");
    Path source = folder.resolve("imitation.cpp");
    Path imitation = folder.resolve("libimitation.so");
    Files.writeString(source, HostKernels.source() + HostKernels.resource("imitation.h"));
    Compilers.run(
        compiler.get(),
        "-std=c++17",
        "-O1",
        "-ffp-contract=off",
        "-fvisibility=hidden",
        "-shared",
        "-fPIC",
        "-o",
        imitation.toString(),
        source.toString());
    for (String library : LIBRARIES) {
      Files.createSymbolicLink(folder.resolve(library), imitation);
    }
  }

  @Test
  void commandsReachTheLibrariesAsOnTheCpu() throws Exception {
    assumeTrue(
        !Files.exists(Path.of("/proc/driver/nvidia/version")),
        "this machine has a driver: the tests of all engines run on it");
    String output = run(Map.of("LD_LIBRARY_PATH", folder.toString()));
    assertThat(output)
        .contains("obstacle: Optional.empty", "imitation, cuDNN 91900, cuBLAS 130000")
        .contains("float, 3 channels: same bits", "float, 20 channels: same bits")
        .contains("tf32, 3 channels: same bits", "bfloat16, 3 channels: same bits")
        .contains("bfloat16, 20 channels: same bits")
        .contains("=1/2/3")
        .contains("the memory of the GPU is exhausted (cudaMalloc: 4096 MiB in all")
        .doesNotContain("other bits", "Exception");
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
