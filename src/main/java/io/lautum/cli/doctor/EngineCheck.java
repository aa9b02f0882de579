package io.lautum.cli.doctor;

import io.lautum.network.engine.onednn.OneDnnLibrary;
import java.util.Optional;

/**
 * Checks that training steps can run on oneDNN's own interface. Otherwise {@code network.engine =
 * auto} uses DL4J's execution, which takes several times as long.
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
            "run on Linux x86-64, or set -D network.engine=dl4j to train with DL4J's slower"
                + " execution");
  }
}
