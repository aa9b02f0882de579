package io.lautum.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Python with PyTorch.
 *
 * @param executable its path
 * @param script the training script
 */
record PyTorch(String executable, Path script) {
  /** What to install on Debian; with its reference BLAS PyTorch takes more than twice the time. */
  static final String PACKAGES = "python3-torch python3-numpy libopenblas0-pthread";

  /** The first Python here that has PyTorch and NumPy. */
  static Optional<PyTorch> find(Path script, Path logs) throws IOException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      try {
        program(List.of(python, "-c", "import numpy, torch"), 1).run(logs.resolve("python.log"));
        return Optional.of(new PyTorch(python, script));
      } catch (ProgramFailedException e) {
        // The next one may have it.
        continue;
      }
    }
    return Optional.empty();
  }

  Program training(int threads, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(executable, script.toString(), "--threads", Integer.toString(threads)));
    command.addAll(arguments);
    return program(command, threads);
  }

  private static Program program(List<String> command, int threads) {
    return new Program(
        command,
        Map.of(
            "OMP_NUM_THREADS",
            Integer.toString(threads),
            "OPENBLAS_NUM_THREADS",
            Integer.toString(threads),
            // Its own OpenBLAS is sound with the newest kernels, and may choose them.
            "OPENBLAS_CORETYPE",
            ""),
        threads);
  }
}
