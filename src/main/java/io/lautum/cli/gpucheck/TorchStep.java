package io.lautum.cli.gpucheck;

import io.lautum.network.engine.check.RepeatedStep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A training step in PyTorch. All steps share one Python process, which lists them at its start, a
 * line {@code step <number>|<workload>|<program>} each and then {@code ready}, and answers a line
 * {@code <number> <repeats>} with the seconds that the repeats took.
 */
final class TorchStep implements RepeatedStep {
  private final Process process;
  private final BufferedReader in;
  private final Writer out;
  private final String number;
  private final String workload;
  private final String program;

  private TorchStep(Process process, BufferedReader in, Writer out, String[] fields) {
    this.process = process;
    this.in = in;
    this.out = out;
    number = fields[0];
    workload = fields[1];
    program = fields[2];
  }

  /**
   * Starts Python and returns its steps.
   *
   * @throws IOException if Python does not start or has no PyTorch; the message is its last line
   */
  static List<RepeatedStep> start(String python, Path script) throws IOException {
    Process process =
        new ProcessBuilder(python, "-u", script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
    Writer out = process.outputWriter(StandardCharsets.UTF_8);
    List<RepeatedStep> steps = new ArrayList<>();
    String line = in.readLine();
    while (line != null && line.startsWith("step ")) {
      String[] fields = line.substring("step ".length()).split("\\|", -1);
      steps.add(new TorchStep(process, in, out, fields));
      line = in.readLine();
    }
    if (!"ready".equals(line)) {
      process.destroy();
      throw new IOException(line == null ? python + " printed nothing" : line);
    }
    return steps;
  }

  @Override
  public String workload() {
    return workload;
  }

  @Override
  public String program() {
    return program;
  }

  @Override
  public double run(int steps) {
    try {
      out.write(number + " " + steps + "\n");
      out.flush();
      String line = in.readLine();
      if (line == null) {
        throw new IOException("PyTorch ended during " + workload + ", " + program);
      }
      return Double.parseDouble(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
