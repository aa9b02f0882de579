package io.lautum.cli.doctor;

import io.lautum.Text;

/**
 * Checks that all requested training workers can run at the same time.
 *
 * @param slots tasks that can run at the same time
 * @param executors processes in which they run
 * @param workers number of requested training workers
 */
record SlotsCheck(int slots, int executors, int workers) implements Check {
  @Override
  public String name() {
    return "slots";
  }

  @Override
  public CheckResult run() {
    String detail =
        Text.format("%d slots in %d executors, %d workers requested", slots, executors, workers);
    if (slots < workers) {
      return CheckResult.failed(
          name(),
          detail,
          "request fewer workers, or raise spark.executor.instances, spark.executor.cores or the"
              + " cluster's free cores and GPUs");
    }
    return CheckResult.passed(name(), detail);
  }
}
