package io.lautum.cli.doctor;

import io.lautum.network.engine.onednn.OneDnnLibrary;
import java.util.Optional;

/**
 * Whether training steps can run on oneDNN's own interface. Without it {@code network.engine =
 * auto} takes DL4J's execution, which needs several times the time.
 */
record EngineCheck() implements Check {
  @Override
  public String name() {
    return "training engine";
  }

  @Override
  public CheckResult run() {
    Optional<String> obstacle = OneDnnLibrary.unavailableReason();
    return obstacle.isEmpty()
        ? CheckResult.passed(name(), OneDnnLibrary.description())
        : CheckResult.failed(
            name(),
            obstacle.get(),
            "train on DL4J's slower execution with -D network.engine=dl4j, or on Linux x86-64");
  }
}
