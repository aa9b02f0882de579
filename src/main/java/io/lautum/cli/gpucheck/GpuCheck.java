package io.lautum.cli.gpucheck;

import io.lautum.Text;
import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.check.Finding;
import io.lautum.network.engine.check.RepeatedStep;
import io.lautum.network.engine.check.SelfTest;
import io.lautum.network.engine.check.StepComparison;
import io.lautum.network.engine.check.StepTime;
import io.lautum.network.engine.check.StepTimes;
import io.lautum.network.step.Precision;
import io.lautum.operations.device.NvidiaSmi;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Checks the engines of this machine and measures their training steps. Exit codes: 0 if every
 * usable engine passes and a wanted GPU is used, 1 if not, 2 for a wrong option.
 */
public final class GpuCheck {
  /** Name of the engine for NVIDIA GPUs. */
  private static final String GPU_ENGINE = "cudnn";

  /** Name of the engine that whole steps of other engines are compared with. */
  private static final String CPU_ENGINE = "onednn";

  private final Options options;
  private final List<NvidiaSmi.Gpu> gpus;
  private final PrintStream out;
  private boolean failed;

  private GpuCheck(Options options, List<NvidiaSmi.Gpu> gpus, PrintStream out) {
    this.options = options;
    this.gpus = gpus;
    this.out = out;
  }

  /** Runs the checks and ends the program. */
  public static void main(String[] arguments) {
    System.exit(run(Engine.all(), NvidiaSmi.gpus(), System.out, System.err, arguments));
  }

  /**
   * Runs the checks of these engines.
   *
   * @param gpus GPUs of this machine
   * @return the exit code
   */
  static int run(
      List<Engine> engines,
      List<NvidiaSmi.Gpu> gpus,
      PrintStream out,
      PrintStream err,
      String... arguments) {
    Options options;
    try {
      options = Options.parse(engines.stream().map(Engine::name).toList(), arguments);
    } catch (IllegalArgumentException e) {
      err.println("gpu-check: " + e.getMessage());
      return 2;
    }
    if (options.help()) {
      out.print(Options.HELP);
      return 0;
    }
    return new GpuCheck(options, gpus, out).check(engines) ? 0 : 1;
  }

  /** Returns whether everything that was wanted works. */
  private boolean check(List<Engine> engines) {
    gpus.forEach(gpu -> out.println("GPU " + gpu));
    out.println(gpus.isEmpty() ? "nvidia-smi lists no GPU on this machine\n" : "");
    List<Engine> usable = new ArrayList<>();
    for (Engine engine : engines) {
      boolean wanted = options.engine().isEmpty() || options.engine().equals(engine.name());
      if (wanted && test(engine)) {
        usable.add(engine);
      }
    }
    if (usable.isEmpty()) {
      out.println("FAILED  no engine is usable on this machine");
      return false;
    }
    if (options.times()) {
      Engine chosen = usable.stream().min(Comparator.comparingInt(Engine::rank)).orElseThrow();
      try {
        compare(chosen, engines);
        measure(chosen);
      } catch (RuntimeException | LinkageError e) {
        fail(chosen, e);
      }
    }
    out.println(failed ? "FAILED" : "ok");
    return !failed;
  }

  /** Prints the findings about an engine and returns whether it is usable. */
  private boolean test(Engine engine) {
    try {
      return check(engine);
    } catch (RuntimeException | LinkageError e) {
      // The device cannot be opened, such as with libraries of different versions.
      fail(engine, e);
      return false;
    }
  }

  private void fail(Engine engine, Throwable error) {
    failed = true;
    out.print(Text.format("FAILED  engine %s: %s%n%n", engine.name(), error));
  }

  private boolean check(Engine engine) {
    Optional<String> obstacle = SelfTest.obstacle(engine, Precision.FLOAT);
    if (obstacle.isPresent()) {
      // A user who names an engine wants its device, and a GPU is there to be used.
      failed |= engine.name().equals(options.engine());
      failed |= engine.name().equals(GPU_ENGINE) && !gpus.isEmpty();
      out.print(Text.format("engine %s: not usable here: %s%n%n", engine.name(), obstacle.get()));
      return false;
    }
    out.print(Text.format("engine %s on %s%n", engine.name(), engine.device()));
    for (Precision precision : Precision.values()) {
      Optional<String> unsupported = SelfTest.obstacle(engine, precision);
      if (unsupported.isPresent()) {
        out.print(Text.format("  %s: not available: %s%n", precision, unsupported.get()));
      } else {
        SelfTest result = SelfTest.run(engine, precision);
        failed |= !result.passed();
        out.print(Tables.findings(precision.toString(), result.findings()));
      }
    }
    out.println();
    return true;
  }

  /** Compares whole steps of the engine for GPUs with those of the engine for CPUs. */
  private void compare(Engine engine, List<Engine> engines) {
    Optional<Engine> reference =
        engines.stream()
            .filter(other -> other.name().equals(CPU_ENGINE) && !engine.name().equals(CPU_ENGINE))
            .filter(other -> SelfTest.obstacle(other, Precision.FLOAT).isEmpty())
            .findFirst();
    if (reference.isPresent()) {
      List<Finding> findings = StepComparison.of(engine, reference.get(), GaussianTerm.immediate());
      failed |= findings.stream().anyMatch(f -> f.outcome() == Finding.Outcome.FAILED);
      out.println(Tables.findings("whole steps, float", findings));
    }
  }

  private void measure(Engine engine) {
    Duration limit = Duration.ofSeconds(options.seconds());
    List<RepeatedStep> torch = options.torch() ? torch() : List.of();
    List<RepeatedStep> steps = new ArrayList<>(torch);
    try {
      steps.addAll(0, StepTimes.compile(engine, GaussianTerm.immediate()));
      out.print(Tables.times(StepTime.measure(steps, limit)));
    } catch (UncheckedIOException e) {
      // Without the process of PyTorch the engine's own times are still of use.
      out.println(e.getCause().getMessage());
      out.print(Tables.times(StepTimes.of(engine, GaussianTerm.immediate(), limit)));
    } finally {
      steps.forEach(RepeatedStep::close);
    }
  }

  private List<RepeatedStep> torch() {
    try {
      return TorchStep.start(options.python(), Path.of(options.script()));
    } catch (IOException e) {
      out.print(Text.format("PyTorch is not measured: %s%n%n", e.getMessage()));
      return List.of();
    }
  }
}
