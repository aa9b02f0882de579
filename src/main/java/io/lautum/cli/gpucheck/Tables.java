package io.lautum.cli.gpucheck;

import io.lautum.Text;
import io.lautum.network.engine.check.Finding;
import io.lautum.network.engine.check.StepTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables of text. */
final class Tables {
  private Tables() {}

  /** Returns a title and one line per finding: outcome, check, measured value and limit. */
  static String findings(String title, List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    text.append(
        Text.format("  %s%n  %-8s%-42s %10s %10s%n", title, "", "check", "measured", "limit"));
    for (Finding finding : findings) {
      String outcome =
          switch (finding.outcome()) {
            case PASSED -> "ok";
            case FAILED -> "FAILED";
            case SKIPPED -> "skipped";
          };
      text.append(
          finding.reason().isEmpty()
              ? Text.format(
                  "  %-8s%-42s %10.1e %10.1e%n",
                  outcome, finding.check(), finding.measured(), finding.limit())
              : Text.format("  %-8s%-42s %s%n", outcome, finding.check(), finding.reason()));
    }
    return text.toString();
  }

  /** Returns one table per workload, with each program's time relative to the first program's. */
  static String times(List<StepTime> times) {
    Map<String, Double> first = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    for (String workload : times.stream().map(StepTime::workload).distinct().toList()) {
      text.append(Text.format("%-44s %12s %9s%n", workload, "ms per step", "relative"));
      for (StepTime time : times) {
        if (time.workload().equals(workload)) {
          first.putIfAbsent(workload, time.seconds());
          text.append(
              Text.format(
                  "  %-42s %12.3f %9.2f%n",
                  time.program(), 1e3 * time.seconds(), time.seconds() / first.get(workload)));
        }
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }
}
