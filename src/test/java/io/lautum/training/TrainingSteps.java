package io.lautum.training;

import io.lautum.network.engine.check.AlteredEngine;
import java.util.concurrent.atomic.AtomicInteger;

/** Training steps for tests of their owners. */
public final class TrainingSteps {
  private TrainingSteps() {}

  /** Returns a step that counts how often it is closed. */
  public static TrainingStep counting(NetworkBlueprint blueprint, AtomicInteger closed) {
    return closing(blueprint, closed::incrementAndGet);
  }

  /** Returns a step that does something before it is closed. */
  public static TrainingStep closing(NetworkBlueprint blueprint, Runnable before) {
    return new TrainingStep(
        blueprint,
        new AlteredEngine(
            "close",
            (network, arguments) -> {
              before.run();
              network.close();
              return null;
            }));
  }
}
