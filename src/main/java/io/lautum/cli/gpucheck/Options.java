package io.lautum.cli.gpucheck;

import io.lautum.Text;
import java.util.List;

/**
 * The options of gpu-check.
 *
 * @param engine name of the only engine to check; empty for all
 * @param times whether to measure training steps
 * @param torch whether to measure PyTorch too
 * @param python program that may have PyTorch
 * @param script file of the measurement in PyTorch
 * @param seconds time after which no further round of the measurement starts
 */
record Options(
    boolean help,
    String engine,
    boolean times,
    boolean torch,
    String python,
    String script,
    int seconds) {
  static final String HELP =
      """
usage: gpu-check [options]

Checks that training works on this machine: every layer, gradients, updates, dropout and equal
bits of repeated runs against a reference in double precision, then the time of training
steps, next to PyTorch's if python3 has it. Nothing is installed; the temporary folder is
deleted at the end.

  --engine NAME    check only this engine, and fail if it is not usable, such as cudnn
  --no-times       check only, which takes seconds
  --no-torch       do not measure PyTorch
  --python FILE    the Python that has PyTorch (default: python3)
  --seconds N      time for the measurement (default: 60; slow steps take longer)
  --help           print this text

Environment: LD_LIBRARY_PATH with the folders of CUDA's and cuDNN's libraries, if the system
does not find them; TMPDIR, a folder with 200 MB that programs may run from.
Exit codes: 0 all checks passed, 1 a check failed or no engine is usable, 2 wrong option.
""";

  private static final int SECONDS = 60;

  /**
   * @param engines names of the engines
   * @throws IllegalArgumentException if an option does not exist or its value is invalid
   */
  static Options parse(List<String> engines, String... arguments) {
    boolean help = false;
    boolean times = true;
    boolean torch = true;
    String engine = "";
    String python = "python3";
    String script = "";
    int seconds = SECONDS;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--help", "-h" -> help = true;
        case "--no-times" -> times = false;
        case "--no-torch" -> torch = false;
        case "--engine" -> engine = value(arguments, i++);
        case "--python" -> python = value(arguments, i++);
        case "--torch-script" -> script = value(arguments, i++);
        case "--seconds" -> seconds = seconds(value(arguments, i++));
        default ->
            throw new IllegalArgumentException(
                Text.format("unknown option %s; see gpu-check --help", arguments[i]));
      }
    }
    if (!engine.isEmpty() && !engines.contains(engine)) {
      throw new IllegalArgumentException(
          Text.format(
              "--engine is '%s', but must be one of %s", engine, String.join(", ", engines)));
    }
    return new Options(help, engine, times, torch && !script.isEmpty(), python, script, seconds);
  }

  private static String value(String[] arguments, int i) {
    if (i + 1 == arguments.length) {
      throw new IllegalArgumentException(Text.format("option %s needs a value", arguments[i]));
    }
    return arguments[i + 1];
  }

  private static int seconds(String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException(
          Text.format("--seconds is '%s', but must be a number from 1 to 9999", text));
    }
    return Integer.parseInt(text);
  }
}
