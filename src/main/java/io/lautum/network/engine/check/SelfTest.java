package io.lautum.network.engine.check;

import io.lautum.network.engine.Engine;
import io.lautum.network.step.Precision;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The findings about one engine with one precision in this process.
 *
 * @param engine name of the engine
 * @param device device and version of the library
 */
public record SelfTest(String engine, Precision precision, String device, List<Finding> findings)
    implements Serializable {
  public SelfTest {
    findings = List.copyOf(findings);
  }

  /** Returns the reason why the engine cannot compute a step of LeNet here; empty if it can. */
  public static Optional<String> obstacle(Engine engine, Precision precision) {
    Workload lenet = Workload.STANDARD.get(0);
    return engine.obstacle(lenet.network(), lenet.step(), precision);
  }

  /**
   * Checks the engine on small networks that together contain every layer: outputs, gradients,
   * images from bytes, updates, running statistics, dropout, and equal bits of repeated and resumed
   * runs. Takes a few seconds of processor time. An error that the engine throws is a finding.
   */
  public static SelfTest run(Engine engine, Precision precision) {
    Probe probe = new Probe(engine, precision);
    PassChecks.run(probe);
    InputChecks.run(probe);
    UpdateChecks.run(probe);
    DropoutChecks.run(probe);
    RepetitionChecks.run(probe);
    return new SelfTest(engine.name(), precision, engine.device(), probe.findings());
  }

  /** Returns the findings with an outcome. */
  public List<Finding> with(Finding.Outcome outcome) {
    return findings.stream().filter(finding -> finding.outcome() == outcome).toList();
  }

  /** Returns whether no check failed and at least one passed. */
  public boolean passed() {
    return with(Finding.Outcome.FAILED).isEmpty() && !with(Finding.Outcome.PASSED).isEmpty();
  }
}
