package io.lautum.network.engine.cudnn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The compilers of this machine. */
final class Compilers {
  private Compilers() {}

  /** Returns the first of some programs that is on the path. */
  static Optional<String> first(String... programs) {
    String[] folders = System.getenv().getOrDefault("PATH", "").split(":");
    return Stream.of(programs)
        .filter(
            program ->
                Stream.of(folders).anyMatch(folder -> Files.isExecutable(Path.of(folder, program))))
        .findFirst();
  }

  /**
   * Runs a compiler.
   *
   * @throws IllegalStateException with its messages if it fails
   */
  static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("%s:%n%s".formatted(List.of(command), output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Compiles C++ to a shared library of which only marked functions are visible.
   *
   * @throws IllegalStateException with the compiler's messages if it fails
   */
  static void sharedLibrary(String compiler, Path source, Path library) throws IOException {
    run(
        compiler,
        "-std=c++17",
        "-O1",
        "-ffp-contract=off",
        // Otherwise the loader may bind a kernel to a function of libc with the same name.
        "-fvisibility=hidden",
        "-shared",
        "-fPIC",
        "-o",
        library.toString(),
        source.toString());
  }

  /** Deletes files when this process ends, a folder after its files. */
  static void deleteAtExit(Path... files) {
    // The last registered is deleted first.
    for (int i = files.length - 1; i >= 0; i--) {
      files[i].toFile().deleteOnExit();
    }
  }
}
