package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.UserException;
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

  /** The messages are those of NVRTC 13.0. */
  @Test
  void incompleteOrOldNvrtcIsOneLineWithARemedy() {
    assertThat(
            KernelCompiler.failure(
                7,
                "sm_90",
                "nvrtc: error: failed to open libnvrtc-builtins.so.13.0.\n  Make sure that"
                    + " libnvrtc-builtins.so.13.0 is installed correctly.\0"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "libnvrtc does not find its second library (nvrtc: error: failed to open"
                + " libnvrtc-builtins.so.13.0.); add the folder of both to LD_LIBRARY_PATH");
    assertThat(
            KernelCompiler.failure(
                5, "sm_130", "nvrtc: error: invalid value for --gpu-architecture (-arch)\n\0"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "libnvrtc cannot compile for this GPU, sm_130 (nvrtc: error: invalid value for"
                + " --gpu-architecture (-arch)); install a newer CUDA 13");
    assertThat(KernelCompiler.failure(6, "sm_90", "kernels.cu(1): error: x\n\0"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("NVRTC error 6 for sm_90: kernels.cu(1): error: x");
  }
}
