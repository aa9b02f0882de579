package io.lautum.cli.doctor;

import io.lautum.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.hadoop.util.VersionInfo;

/**
 * Checks that a process has the same library versions as the driver.
 *
 * @param expected result of {@link #found()} on the driver
 */
record VersionsCheck(String expected) implements Check {
  /** Returns the libraries on this process's class path with their versions. */
  static String found() throws IOException {
    return Text.format(
        "Spark %s, Hadoop %s, DL4J %s, ND4J %s",
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        VersionInfo.getVersion(),
        maven("org.deeplearning4j", "deeplearning4j-nn"),
        maven("org.nd4j", "nd4j-api"));
  }

  @Override
  public String name() {
    return "versions";
  }

  @Override
  public CheckResult run() throws IOException {
    String found = found();
    if (!found.equals(expected)) {
      return CheckResult.failed(
          name(),
          Text.format("got [%s], the driver has [%s]", found, expected),
          "run driver and executors with the same Spark installation and the same jar");
    }
    return CheckResult.passed(name(), found);
  }

  private static String maven(String group, String artefact) throws IOException {
    String resource = Text.format("META-INF/maven/%s/%s/pom.properties", group, artefact);
    try (InputStream in = VersionsCheck.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        return "absent";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    }
  }
}
