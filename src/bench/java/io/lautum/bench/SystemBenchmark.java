package io.lautum.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs whole trainings of all contenders, each in a separate process. The contenders alternate in
 * several rounds, so that a slow minute of the machine affects all of them.
 */
record SystemBenchmark(
    Launcher launcher,
    BenchmarkData data,
    Optional<PyTorch> pyTorch,
    Path checkpoints,
    boolean quick) {
  /** Iterations per round and worker. */
  static final int FREQUENCY = 10;

  /** Returns all measurements of each contender that could run. */
  Map<Contender, List<Measurement>> run(List<Contender> contenders, int repeats)
      throws IOException {
    Map<Contender, List<Measurement>> measurements = new EnumMap<>(Contender.class);
    for (int repeat = 1; repeat <= repeats; repeat++) {
      for (Contender contender : contenders) {
        Optional<Program> program = program(contender);
        if (program.isPresent()) {
          Path log = launcher.logs().resolve("%s-%d.log".formatted(contender.id(), repeat));
          Measurement measurement = Measurement.parse(program.get().run(log), log);
          measurements.computeIfAbsent(contender, key -> new ArrayList<>()).add(measurement);
          System.out.printf(
              "%d/%d %-40s %7.2f ms wall, %7.2f ms CPU per iteration%n",
              repeat, repeats, contender.title(), measurement.wallMs(), measurement.cpuMs());
        }
      }
    }
    return measurements;
  }

  private Optional<Program> program(Contender contender) throws IOException {
    int warmUp = contender.warmUp(quick);
    int rounds = contender.rounds(quick);
    if (contender.kind() == Contender.Kind.VIEWS) {
      return Optional.of(
          launcher.main(
              ViewTrial.class,
              contender.cores(),
              List.of(
                  "--term=" + contender.term(),
                  "--shards=" + data.shards(contender.cores()),
                  "--checkpoints=" + checkpoints,
                  "--warm-up=" + warmUp * FREQUENCY,
                  "--steps=" + rounds * FREQUENCY)));
    }
    boolean views = contender.kind() == Contender.Kind.PYTORCH_VIEWS;
    if (contender.kind() == Contender.Kind.PYTORCH || views) {
      return pyTorch.map(
          python ->
              (views ? python.with(Path.of("views.py")) : python)
                  .training(
                      contender.cores(),
                      data.arrays(),
                      contender.term(),
                      warmUp * FREQUENCY,
                      rounds * FREQUENCY));
    }
    return Optional.of(
        launcher.main(
            Trial.class,
            contender.cores(),
            List.of(
                "--trainer=" + (contender.kind() == Contender.Kind.DL4J ? "dl4j" : "averaging"),
                "--term=" + contender.term().replace('-', '_'),
                "--shards=" + data.shards(contender.cores()),
                "--checkpoints=" + checkpoints,
                "--warm-up=" + warmUp,
                "--rounds=" + rounds)));
  }
}
