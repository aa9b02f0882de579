package io.lautum.cli.doctor;

import io.lautum.Text;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.check.Finding;
import io.lautum.network.engine.check.SelfTest;
import io.lautum.network.step.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks that an engine computes what its interface promises, with every precision that it supports
 * in this process. An engine for a device that the process does not have passes, because a job
 * would use another one.
 */
record EngineSelfTest(Engine engine) implements Check {
  /** A broken engine fails most checks; the first ones name the cause. */
  private static final int SHOWN = 3;

  @Override
  public String name() {
    return "engine " + engine.name();
  }

  @Override
  public CheckResult run() {
    Optional<String> unusable = SelfTest.obstacle(engine, Precision.FLOAT);
    if (unusable.isPresent()) {
      return CheckResult.passed(name(), "not usable in this process: " + unusable.get());
    }
    List<SelfTest> results = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      if (SelfTest.obstacle(engine, precision).isEmpty()) {
        results.add(SelfTest.run(engine, precision));
      }
    }
    String detail =
        results.stream().map(EngineSelfTest::described).collect(Collectors.joining("; "));
    detail = engine.device() + ": " + detail;
    return results.stream().allMatch(SelfTest::passed)
        ? CheckResult.passed(name(), detail)
        : CheckResult.failed(
            name(),
            detail,
            "set network.engine to an engine that passes, or network.precision to one that passes");
  }

  private static String described(SelfTest result) {
    List<Finding> failed = result.with(Finding.Outcome.FAILED);
    if (!failed.isEmpty()) {
      return Text.format(
          "%s fails %d of %d checks: %s",
          result.precision(),
          failed.size(),
          result.findings().size(),
          failed.stream()
              .limit(SHOWN)
              .map(EngineSelfTest::described)
              .collect(Collectors.joining(", ")));
    }
    List<Finding> passed = result.with(Finding.Outcome.PASSED);
    double gradient =
        passed.stream()
            .filter(finding -> finding.check().contains("gradient by"))
            .mapToDouble(Finding::measured)
            .max()
            .orElse(Double.NaN);
    int skipped = result.with(Finding.Outcome.SKIPPED).size();
    return Text.format(
        "%s passes %d checks, gradients within %.1e%s",
        result.precision(),
        passed.size(),
        gradient,
        skipped == 0 ? "" : Text.format(", %d not supported", skipped));
  }

  private static String described(Finding finding) {
    return finding.reason().isEmpty()
        ? Text.format("%s %.1e (limit %.1e)", finding.check(), finding.measured(), finding.limit())
        : finding.check() + " " + finding.reason();
  }
}
