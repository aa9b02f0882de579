package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles the kernels for GPUs with Debian's clang, which needs nothing of CUDA for that. NVRTC,
 * which compiles them when the engine runs, exists only on machines with CUDA.
 */
class KernelCompilationTest {
  @Test
  void clangCompilesEveryKernel(@TempDir Path folder) throws IOException {
    assumeTrue(
        Compilers.first("clang").isPresent(),
        "this machine has no clang, which compiles the kernels for GPUs");
    Path source = folder.resolve("kernels.cu");
    Path assembly = folder.resolve("kernels.ptx");
    try (var declarations = getClass().getResourceAsStream("clang.h")) {
      Files.copy(declarations, folder.resolve("clang.h"));
    }
    Files.writeString(source, KernelSource.read());
    Compilers.run(
        "clang",
        "--cuda-device-only",
        "--cuda-gpu-arch=sm_75",
        "-nocudainc",
        "-nocudalib",
        "-std=c++17",
        "-O1",
        "-Wall",
        "-Werror",
        "-Wno-unknown-cuda-version",
        "-include",
        folder.resolve("clang.h").toString(),
        "-S",
        "-o",
        assembly.toString(),
        source.toString());
    String text = Files.readString(assembly);
    var kernels = HostKernels.bodies(KernelSource.read());
    assertThat(kernels).hasSizeGreaterThan(20);
    assertThat(kernels.keySet())
        .allSatisfy(name -> assertThat(text).contains(".entry " + name + "("));
    assertThat(text).doesNotContainPattern("(?m)^\\s*(atom|red)\\.");
  }
}
