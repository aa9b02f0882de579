package io.lautum.cli.doctor;

import io.lautum.Text;
import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.check.SelfTest;
import io.lautum.network.engine.check.StepTime;
import io.lautum.network.engine.check.StepTimes;
import io.lautum.network.step.Precision;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Measures training steps of the engine that {@code network.engine = auto} selects in this process.
 * Passes with any times.
 *
 * @param engines engines of this process
 */
record StepTimesCheck(List<Engine> engines) implements Check {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "step times";
  }

  @Override
  public CheckResult run() {
    Optional<Engine> engine =
        engines.stream()
            .filter(each -> SelfTest.obstacle(each, Precision.FLOAT).isEmpty())
            .min(Comparator.comparingInt(Engine::rank));
    if (engine.isEmpty()) {
      return CheckResult.failed(
          name(), "no engine is usable in this process", "run on Linux x86-64");
    }
    return CheckResult.passed(
        name(),
        StepTimes.of(engine.get(), GaussianTerm.immediate(), LIMIT).stream()
            .map(StepTimesCheck::described)
            .collect(Collectors.joining("; ")));
  }

  private static String described(StepTime time) {
    return Text.format("%s %s %.2f ms", time.workload(), time.program(), 1e3 * time.seconds());
  }
}
