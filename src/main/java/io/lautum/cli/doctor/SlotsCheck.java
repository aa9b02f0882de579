package io.lautum.cli.doctor;

/**
 * Whether as many tasks can run at once as training workers are asked for.
 *
 * @param slots tasks that can run at once
 * @param executors processes they run in
 * @param workers training workers asked for
 */
record SlotsCheck(int slots, int executors, int workers) implements Check {
  @Override
  public String name() {
    return "slots";
  }

  @Override
  public CheckResult run() {
    String detail =
        "%d slots in %d executors, %d workers asked for".formatted(slots, executors, workers);
    if (slots < workers) {
      return CheckResult.failed(
          name(),
          detail,
          "ask for fewer workers, or raise spark.executor.instances, spark.executor.cores or the"
              + " cluster's free cores and GPUs");
    }
    return CheckResult.passed(name(), detail);
  }
}
