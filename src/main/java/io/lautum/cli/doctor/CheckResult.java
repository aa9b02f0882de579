package io.lautum.cli.doctor;

import java.io.Serializable;

/**
 * The finding of one check.
 *
 * @param name subject of the check, and the process
 * @param ok whether a job may rely on it
 * @param detail finding, with the numbers
 * @param remedy instruction for the user; empty if {@code ok}
 */
public record CheckResult(String name, boolean ok, String detail, String remedy)
    implements Serializable {

  static CheckResult passed(String name, String detail) {
    return new CheckResult(name, true, detail, "");
  }

  static CheckResult failed(String name, String detail, String remedy) {
    return new CheckResult(name, false, detail, remedy);
  }

  /** Returns the same finding under the name of the process that made it. */
  CheckResult on(String process) {
    return new CheckResult(process + ": " + name, ok, detail, remedy);
  }
}
