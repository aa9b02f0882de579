package io.lautum.network.engine.cudnn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Imitations of NVIDIA's libraries for a process whose {@code LD_LIBRARY_PATH} is their folder.
 * Each thread has its own stream. The variable {@code IMITATED_CARD} names another card, and {@code
 * IMITATED_FASTEST = 4} makes algorithms the fastest that compute other bits.
 */
public final class ImitatedLibraries {
  private static final List<String> NAMES =
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

  private ImitatedLibraries() {}

  /** Compiles them, or skips the test on a machine without a compiler or with a real driver. */
  public static void compileInto(Path folder) throws IOException {
    assumeTrue(
        !Files.exists(Path.of("/proc/driver/nvidia/version")),
        "this machine has a driver: the tests of all engines run on it");
    Optional<String> compiler = Compilers.first("g++", "clang++");
    assumeTrue(compiler.isPresent(), "this machine has no C++ compiler");
    Path source = folder.resolve("imitation.cpp");
    Path imitation = folder.resolve("libimitation.so");
    Files.writeString(source, HostKernels.source() + HostKernels.resource("imitation.h"));
    Compilers.sharedLibrary(compiler.get(), source, imitation);
    for (String name : NAMES) {
      Files.createSymbolicLink(folder.resolve(name), imitation);
    }
  }
}
