package io.lautum.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Python with PyTorch.
 *
 * @param executable path of the Python
 * @param script the training script
 * @param parallelBlas whether OpenBLAS also has one thread per core; its pool and PyTorch's compete
 *     for cores
 */
record PyTorch(String executable, Path script, boolean parallelBlas) {
  /**
   * Packages to install on Debian; with Debian's reference BLAS, PyTorch takes more than twice the
   * time.
   */
  static final String PACKAGES = "python3-torch python3-numpy libopenblas0-pthread";

  /** Returns the first installed Python that has PyTorch and NumPy. */
  static Optional<PyTorch> find(Path script, Path logs) throws IOException {
    for (String executable : List.of("python3", "/usr/bin/python3")) {
      PyTorch python = new PyTorch(executable, script, true);
      try {
        python
            .program(List.of(executable, "-c", "import numpy, torch"), 1)
            .run(logs.resolve("python.log"));
        return Optional.of(python);
      } catch (ProgramFailedException e) {
        // The next Python may have PyTorch.
        continue;
      }
    }
    return Optional.empty();
  }

  /** Returns the same Python with another script of the same folder. */
  PyTorch with(Path name) {
    return new PyTorch(executable, script.resolveSibling(name), parallelBlas);
  }

  /**
   * Returns the variant, with or without OpenBLAS's threads, that trains faster on two cores here.
   */
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
            // PyTorch's OpenBLAS is correct with the newest kernels and may choose them.
            "OPENBLAS_CORETYPE",
            ""),
        threads);
  }
}
