package io.lautum.cli.doctor;

import io.lautum.Text;

/**
 * Checks that Java has the only version on which all parts run.
 *
 * @param version value of the system property {@code java.version}
 */
record JavaVersionCheck(String version) implements Check {
  private static final int REQUIRED = 17;

  @Override
  public String name() {
    return "Java version";
  }

  @Override
  public CheckResult run() {
    if (Runtime.Version.parse(version).feature() == REQUIRED) {
      return CheckResult.passed(name(), version);
    }
    return CheckResult.failed(
        name(),
        Text.format("got [%s], expected [%d]", version, REQUIRED),
        "set JAVA_HOME to a JDK 17 (on executors spark.executorEnv.JAVA_HOME): Hadoop fails on"
            + " newer versions, the project's classes on older ones");
  }
}
