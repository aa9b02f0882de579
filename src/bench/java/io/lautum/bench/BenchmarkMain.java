package io.lautum.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the mathematics and whole trainings, writes {@code results.json} and {@code report.md},
 * and ends with 1 if a ratio is worse than {@code ratios.json} allows.
 */
@Command(name = "bench")
public final class BenchmarkMain implements Callable<Integer> {
  private static final String MATHEMATICS = "mathematics";

  @Option(names = "--home", required = true, description = "Folder of the project.")
  private Path home;

  @Option(names = "--out", required = true, description = "Path of the JSON file.")
  private Path out;

  @Option(names = "--repeats", defaultValue = "3", description = "Runs of each training.")
  private int repeats;

  @Option(
      names = "--only",
      defaultValue = ".*",
      description =
          "Pattern of the benchmarks to run: 'mathematics', 'ours-lautum', 'dl4j-lautum-2', ...")
  private Pattern only;

  @Option(
      names = "--quick",
      arity = "1",
      description =
          "Run for minutes instead of a quarter of an hour, to test the benchmark itself.")
  private boolean quick;

  @Option(names = "--store", arity = "1", description = "Store the measured ratios.")
  private boolean store;

  /** Runs the benchmarks. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchmarkMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    RatioGuard guard = new RatioGuard(home.resolve("src/bench/ratios.json"));
    Path folder = home.resolve("target/bench");
    Path logs = folder.resolve("logs");
    Files.createDirectories(logs);
    Map<String, MathematicsBenchmark.Time> mathematics =
        runs(MATHEMATICS) ? mathematics(logs) : Map.of();
    Launcher launcher = new Launcher(home, logs);
    BenchmarkData data = new BenchmarkData(launcher, folder.resolve("data"));
    Map<Contender, List<Measurement>> trainings = trainings(launcher, data, folder);
    List<Ratio> ratios =
        Stream.concat(
                Ratio.ofTrainings(BenchmarkReport.medians(trainings)).stream(),
                Ratio.ofMathematics(mathematics).stream())
            .toList();
    List<RatioGuard.Line> verdict = guard.check(ratios);
    BenchmarkReport report =
        new BenchmarkReport(
            Machine.here(),
            data.experiment(),
            repeats,
            quick,
            trainings,
            mathematics,
            ratios,
            verdict);
    write(report, folder.resolve("report.md"));
    if (store) {
      guard.store(ratios);
    }
    return verdict.stream().allMatch(RatioGuard.Line::ok) || store || quick ? 0 : 1;
  }

  private boolean runs(String name) {
    return only.matcher(name).matches();
  }

  private Map<String, MathematicsBenchmark.Time> mathematics(Path logs) {
    System.out.println("measuring the mathematics");
    return MathematicsBenchmark.run(logs.resolve("jmh.log"), quick);
  }

  private Map<Contender, List<Measurement>> trainings(
      Launcher launcher, BenchmarkData data, Path folder) throws IOException {
    List<Contender> contenders =
        Arrays.stream(Contender.values()).filter(contender -> runs(contender.id())).toList();
    if (contenders.isEmpty()) {
      return Map.of();
    }
    data.prepare();
    Optional<PyTorch> pyTorch =
        PyTorch.find(home.resolve("src/bench/python/lenet.py"), launcher.logs());
    if (pyTorch.isEmpty()) {
      System.out.println(
          "PyTorch: skipped, because no python3 has torch and numpy; on Debian run apt-get install"
              + " --no-install-recommends "
              + PyTorch.PACKAGES);
    }
    if (pyTorch.isPresent()) {
      pyTorch = Optional.of(pyTorch.get().faster(data.arrays(), launcher.logs()));
    }
    return new SystemBenchmark(launcher, data, pyTorch, folder.resolve("checkpoints"), quick)
        .run(contenders, repeats);
  }

  private void write(BenchmarkReport report, Path page) throws IOException {
    Files.createDirectories(out.toAbsolutePath().getParent());
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(out.toFile(), report);
    Files.writeString(page, report.page());
    System.out.printf("%n%s%n%s%n%s%n", report.guardTable(), page, out);
    if (quick) {
      System.out.println(
          "bench.quick = true: the runs are too short to compare ratios, so every ratio is"
              + " accepted");
    }
  }
}
