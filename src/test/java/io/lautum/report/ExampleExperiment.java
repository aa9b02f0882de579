package io.lautum.report;

import io.lautum.experiment.result.AdaptedNetwork;
import io.lautum.experiment.result.CalibrationBin;
import io.lautum.experiment.result.Inspection;
import io.lautum.experiment.result.Inspection.ClassSamples;
import io.lautum.experiment.result.Inspection.Classified;
import io.lautum.experiment.result.Inspection.FeatureProjection;
import io.lautum.experiment.result.Inspection.Gallery;
import io.lautum.experiment.result.Inspection.Projection;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Pretrained;
import io.lautum.experiment.result.Results.Row;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * An experiment's directory with all files and invented numbers.
 *
 * @param methods methods in the order of the table
 * @param draws number of draws per method and number of labels
 */
record ExampleExperiment(List<String> methods, int draws) {
  static final List<String> CLASSES =
      List.of("apple", "bus", "cat", "dog", "elephant", "fox", "goat", "house", "igloo", "jay");
  private static final int[] LABELS = {50, 100, 200};
  private static final int ROUNDS = 400;

  /** Returns an experiment with five methods and five draws. */
  static ExampleExperiment small() {
    return new ExampleExperiment(
        List.of("scratch", "standard", "lautum", "mk-mmd", "lautum+temporal-ensembling"), 5);
  }

  /** Returns an experiment with eight methods, three numbers of labels and ten draws. */
  static ExampleExperiment large() {
    return new ExampleExperiment(
        List.of(
            "scratch",
            "standard",
            "mk-mmd",
            "lautum",
            "scratch+temporal-ensembling",
            "standard+temporal-ensembling",
            "mk-mmd+temporal-ensembling",
            "lautum+temporal-ensembling"),
        10);
  }

  Results results() {
    List<Row> rows = new ArrayList<>();
    List<Pretrained> pretrained = new ArrayList<>();
    List<AdaptedNetwork> adapted = new ArrayList<>();
    Random random = new Random(5);
    for (int m = 0; m < methods.size(); m++) {
      for (int labels : LABELS) {
        List<Double> accuracies = new ArrayList<>();
        for (int k = 0; k < draws; k++) {
          double spread = 4 / Math.sqrt(labels) * 0.05 * random.nextGaussian();
          accuracies.add(0.55 + 0.012 * m + 0.055 * Math.log(labels / 50.0) + spread);
        }
        rows.add(
            Row.of(
                methods.get(m),
                labels,
                accuracies,
                0.05 + 0.01 * m,
                0.02,
                1.5 - 0.1 * m,
                counts(m),
                calibration(m)));
        adapted.add(
            new AdaptedNetwork(
                methods.get(m), labels, 0.2 * m + 0.3, correlations(0.7 + 0.02 * m)));
      }
    }
    for (String method : pretrained()) {
      int m = methods.indexOf(method);
      pretrained.add(
          new Pretrained(method, 0.98 - 0.01 * m, 0.2 * m, correlations(0.5 + 0.05 * m)));
    }
    return new Results(
        "invented-example",
        "invented source",
        "invented target",
        7,
        CLASSES,
        rows,
        pretrained,
        adapted,
        Map.of("standard", Map.of(50, 0.4, 100, 0.5), "lautum", Map.of(50, 0.45, 100, 0.6)),
        "These figures are from no paper; they were invented for a test.");
  }

  Inspection inspection() throws IOException {
    Random random = new Random(3);
    List<FeatureProjection> maps = new ArrayList<>();
    for (String method : methods) {
      boolean transfers = !method.startsWith("scratch");
      maps.add(
          new FeatureProjection(
              method, 200, transfers ? projection(random, 0.3) : null, projection(random, 0.12)));
    }
    List<Classified> mistakes = new ArrayList<>();
    List<Classified> uncertain = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      mistakes.add(new Classified(i, png(random), i % 10, (i + 3) % 10, 0.99 - 0.01 * i, 0.004));
      uncertain.add(new Classified(100 + i, png(random), i % 10, i % 5, 0.2 + 0.01 * i, 0.18));
    }
    List<ClassSamples> samples = new ArrayList<>();
    for (int k = 0; k < CLASSES.size(); k++) {
      samples.add(new ClassSamples(k, List.of(png(random), png(random), png(random), png(random))));
    }
    return new Inspection(
        maps,
        new Gallery(methods.get(methods.size() - 1), 200, 1, mistakes, uncertain),
        samples,
        samples);
  }

  /** Writes every file that {@link Report} reads. */
  void write(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("shards"));
    Files.createDirectories(directory.resolve("evaluate"));
    try (OutputStream out = Files.newOutputStream(directory.resolve("results.json"))) {
      results().write(out);
    }
    try (OutputStream out =
        Files.newOutputStream(directory.resolve("evaluate/" + Inspection.FILE))) {
      inspection().write(out);
    }
    for (String method : pretrained()) {
      write(directory.resolve("pretrain/" + method + "/history.jsonl"), rounds(method, ROUNDS));
      write(directory.resolve("pretrain/" + method + "/_SUCCESS"), "{}");
    }
    for (int m = 0; m < methods.size(); m++) {
      for (int labels : LABELS) {
        for (int draw = 1; draw <= draws; draw++) {
          String folder = "finetune/%s/labels-%d/draw-%d".formatted(methods.get(m), labels, draw);
          write(directory.resolve(folder + "/history.jsonl"), ExampleHistories.steps(m, draw));
          write(directory.resolve(folder + "/_SUCCESS"), "{}");
        }
      }
    }
    write(directory.resolve("shards/_SUCCESS"), "{}");
    write(directory.resolve("evaluate/_SUCCESS"), "{}");
    write(directory.resolve("shards/manifest.json"), manifest());
    write(
        directory.resolve("resolved.conf"),
        "experiment = invented-example\nseed = 7 # <1 run>\nmethods = [\"%s\"]\nlabels = [50, 100, 200]\ndraws = %d\n"
            // Users write the short name; results have the full name.
            .formatted(
                String.join("\", \"", methods)
                    .replace("\"standard+temporal-ensembling", "\"temporal-ensembling"),
                draws));
    write(
        directory.resolve("stages.jsonl"),
        """
        {"stage":"prepare","began":"2000-01-01T00:00:00Z","seconds":12.5}
        {"stage":"pretrain standard","began":"2000-01-01T00:00:13Z","seconds":200.0}
        {"stage":"finetune","began":"2000-01-01T00:04:00Z","seconds":60.25,"peakMemory":1073741824}
        {"stage":"finetune","began":"2000-01-01T00:05:00Z","seconds":40.0,"peakMemory":536870912}
        {"stage":"evaluate","began":"2000-01-01T00:06:00Z","seconds":8.0}
        """);
    write(
        directory.resolve("provenance.json"),
        "{\"time\":\"2000-01-01T00:00:00Z\",\"command\":\"submit/lautum run conf/example.conf\","
            + "\"revision\":\"0123abc\",\"version\":\"0.0.0\",\"java\":\"17\",\"spark\":\"3\","
            + "\"processors\":2,\"environment\":{\"OMP_NUM_THREADS\":\"1\"}}");
  }

  /** Returns the lines of a history of pre-training. */
  String rounds(String method, int rounds) {
    return ExampleHistories.rounds(methods.indexOf(method), method, rounds, ROUNDS);
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Set<String> pretrained() {
    Set<String> names = new LinkedHashSet<>();
    for (String method : methods) {
      String before = method.replaceAll("\\+.*", "");
      if (!before.equals("scratch")) {
        names.add(before);
      }
    }
    return names;
  }

  private static String manifest() {
    String tens = "\"classCounts\":[10,10,10,10,10,10,10,10,10,10]";
    String facts =
        "\"shape\":{\"channels\":1,\"height\":28,\"width\":28},\"classes\":[\""
            + String.join("\",\"", CLASSES)
            + "\"],\"normalization\":{\"mean\":[0.1],\"std\":[0.3]},";
    return "{\"seed\":7,\"workers\":2,\"source\":{\"name\":\"invented source\","
        + (facts + "\"train\":{\"count\":100," + tens + "},")
        + ("\"test\":{\"count\":100," + tens + "}},\"target\":{\"name\":\"invented target\",")
        + (facts + "\"train\":{\"count\":1000},\"labelled\":{\"count\":100," + tens + "},")
        + "\"unlabelled\":{\"count\":900},\"test\":{\"count\":100,"
        + (tens + "}},\"whitening\":{\"components\":64,\"explainedVariance\":0.91},")
        + "\"shards\":[{\"file\":\"source-train/shard-00000.parquet\",\"examples\":50,\"content\":\"ef\",\"sha256\":\""
        + ("ab".repeat(32) + "\"},{\"file\":\"source-train/shard-00001.parquet\",\"examples\":50,")
        + ("\"content\":\"fe\",\"sha256\":\"" + "cd".repeat(32) + "\"}],")
        + "\"findings\":[{\"dataset\":\"invented target\",\"notes\":[\"val serves as test set\","
        + "\"Doubt: 2 of 100 test images also occur in the training set, e.g. <i>\"],"
        + "\"skipped\":{\"train\":1,\"test\":0,\"first\":[{\"path\":\"/t/a.png\",\"fault\":"
        + "\"expected an intact image\"}]},\"warned\":{\"train\":2,\"test\":1,\"first\":"
        + "[{\"path\":\"/t/<b>.jpg\",\"fault\":\"JFIF revision 0.00\"}]}}]}";
  }

  private static List<CalibrationBin> calibration(int m) {
    List<CalibrationBin> bins = new ArrayList<>();
    for (int i = 3; i < 15; i++) {
      double confidence = (i + 0.5) / 15;
      bins.add(new CalibrationBin(20L * i, confidence, Math.max(0, confidence - 0.02 * m)));
    }
    return bins;
  }

  private static Projection projection(Random random, double spread) {
    List<Integer> classes = new ArrayList<>();
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double angle = 2 * Math.PI * (i % 10) / 10;
      classes.add(i % 10);
      x.add(clip(0.6 * Math.cos(angle) + spread * random.nextGaussian()));
      y.add(clip(0.6 * Math.sin(angle) + spread * random.nextGaussian()));
    }
    return new Projection(classes, x, y, 0.31, 0.17, 1 - 2 * spread);
  }

  private static double clip(double value) {
    return Math.round(1000 * Math.max(-1, Math.min(1, value))) / 1000.0;
  }

  private static byte[] png(Random random) throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 28 * 28; i++) {
      image.getRaster().setSample(i % 28, i / 28, 0, random.nextInt(256));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static List<Double> correlations(double largest) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      values.add(largest * Math.exp(-0.15 * i));
    }
    return values;
  }

  private static List<List<Long>> counts(int m) {
    List<List<Long>> rows = new ArrayList<>();
    for (int i = 0; i < CLASSES.size(); i++) {
      List<Long> row = new ArrayList<>();
      for (int j = 0; j < CLASSES.size(); j++) {
        row.add(i == j ? 300L + 20 * m - 10 * i : (long) (i * 7 + j * 13) % 40);
      }
      rows.add(row);
    }
    return rows;
  }
}
