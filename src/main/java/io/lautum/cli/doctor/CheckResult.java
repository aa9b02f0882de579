package io.lautum.cli.doctor;

import java.io.Serializable;

/**
 * What one check found.
 *
 * @param name what was checked, and on which process
 * @param ok whether a job may rely on it
 * @param detail what was found, with the numbers
 * @param remedy what a person can do about it; empty where {@code ok}
 */
public record CheckResult(String name, boolean ok, String detail, String remedy)
    implements Serializable {

  static CheckResult passed(String name, String detail) {
    return new CheckResult(name, true, detail, "");
  }

  static CheckResult failed(String name, String detail, String remedy) {
    return new CheckResult(name, false, detail, remedy);
  }

  /** The same finding under the name of the process that made it. */
  CheckResult on(String process) {
    return new CheckResult(process + ": " + name, ok, detail, remedy);
  }
}
