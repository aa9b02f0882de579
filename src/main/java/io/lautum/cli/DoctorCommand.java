package io.lautum.cli;

import io.lautum.cli.doctor.CheckResult;
import io.lautum.cli.doctor.Doctor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lautum doctor}. */
@Command(
    name = "doctor",
    description =
        "Check the requirements of a job on the driver and on every executor. If a check fails,"
            + " exit with 1 and print the remedy.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: submit/lautum doctor runs hdfs:///user/me/runs --workers 4"})
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--workers",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "Training workers that need a slot. Default: 1.")
  private int workers;

  @Option(
      names = "--times",
      description =
          "Also measure training steps of three networks in every process, for up to a minute.")
  private boolean times;

  @Parameters(
      converter = Place.class,
      arity = "0..*",
      paramLabel = "<dir>",
      description = "Folders that must be writable, on any Hadoop file system.")
  private List<String> folders = List.of();

  @Override
  public Integer call() {
    PositiveOption.require("--workers", workers);
    try (Interruption interruption = new Interruption(spec);
        SparkRuntime spark = new SparkRuntime()) {
      spark.requireOnlyMaster();
      List<CheckResult> results = Doctor.run(spark.context("doctor"), folders, workers, times);
      interruption.end();
      System.out.println(Doctor.format(results));
      return Doctor.passed(results) ? 0 : 1;
    }
  }
}
