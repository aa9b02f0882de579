package io.lautum.cli.doctor;

import io.lautum.Text;
import io.lautum.network.engine.dl4j.Dl4jHelpers;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Checks that DL4J runs its convolutions with oneDNN. DL4J does so only if a system property allows
 * it and a class with an old name exists; otherwise it falls back to code that is three to four
 * times slower, and reports that only in the log.
 *
 * @param disabled value of the system property {@value #PROPERTY}; null if it is not set
 */
record OneDnnCheck(String disabled) implements Check {
  static final String PROPERTY = "org.eclipse.deeplearning4j.helpers.disable";
  private static final String SHIM = "org.nd4j.nativeblas.Nd4jCpu$Environment";

  @Override
  public String name() {
    return "oneDNN convolutions";
  }

  @Override
  public CheckResult run() {
    String backend = Nd4j.getBackend().getClass().getSimpleName();
    if (!backend.startsWith("Cpu")) {
      return CheckResult.passed(name(), "not used by " + backend);
    }
    if (!"false".equals(disabled)) {
      return CheckResult.failed(
          name(),
          Text.format("%s is [%s], expected [false]", PROPERTY, disabled),
          Text.format(
              "pass -D%s=false to the driver and in spark.executor.extraJavaOptions", PROPERTY));
    }
    try {
      Class.forName(SHIM, false, getClass().getClassLoader());
    } catch (ClassNotFoundException e) {
      return CheckResult.failed(
          name(),
          "no class " + SHIM,
          "rebuild the jar, which contains that class, with mvn -B package");
    }
    if (!Dl4jHelpers.hasOneDnn()) {
      return CheckResult.failed(
          name(),
          "the native library reports that oneDNN is off",
          "build with a native.classifier whose name contains onednn");
    }
    return CheckResult.passed(name(), "in use (float only)");
  }
}
