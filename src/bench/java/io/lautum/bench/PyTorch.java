package io.lautum.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Python with PyTorch.
 *
 * @param executable its path
 * @param script the training script
 * @param parallelBlas whether OpenBLAS, too, has a thread a core; its pool and PyTorch's own take
 *     cores from each other
 */
record PyTorch(String executable, Path script, boolean parallelBlas) {
  /** What to install on Debian; with its reference BLAS PyTorch takes more than twice the time. */
  static final String PACKAGES = "python3-torch python3-numpy libopenblas0-pthread";

  /** The first Python here that has PyTorch and NumPy. */
  static Optional<PyTorch> find(Path script, Path logs) throws IOException {
    for (String executable : List.of("python3", "/usr/bin/python3")) {
      PyTorch python = new PyTorch(executable, script, true);
      try {
        python
            .program(List.of(executable, "-c", "import numpy, torch"), 1)
            .run(logs.resolve("python.log"));
        return Optional.of(python);
      } catch (ProgramFailedException e) {
        // The next one may have it.
        continue;
      }
    }
    return Optional.empty();
  }

  /** With OpenBLAS's threads or without, whichever trains faster on two cores here. */
  PyTorch faster(Path arrays, Path logs) throws IOException {
    PyTorch other = new PyTorch(executable, script, !parallelBlas);
    return wallMs(arrays, logs) <= other.wallMs(arrays, logs) ? this : other;
  }

  private double wallMs(Path arrays, Path logs) throws IOException {
    Path log = logs.resolve("pytorch-threads.log");
    String output = training(2, arrays, "lautum", 20, 100).run(log);
    return Measurement.parse(output, log).wallMs();
  }

  Program training(int threads, Path arrays, String term, int warmUp, int iterations) {
    return program(
        List.of(
            executable,
            script.toString(),
            "--threads=" + threads,
            "--data=" + arrays,
            "--term=" + term,
            "--warm-up=" + warmUp,
            "--iterations=" + iterations),
        threads);
  }

  private Program program(List<String> command, int threads) {
    return new Program(
        command,
        Map.of(
            "OMP_NUM_THREADS",
            Integer.toString(threads),
            "OPENBLAS_NUM_THREADS",
            Integer.toString(parallelBlas ? threads : 1),
            // Its own OpenBLAS is sound with the newest kernels, and may choose them.
            "OPENBLAS_CORETYPE",
            ""),
        threads);
  }
}
