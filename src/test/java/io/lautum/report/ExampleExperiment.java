package io.lautum.report;

import io.lautum.evaluate.Results;
import io.lautum.evaluate.Results.Adapted;
import io.lautum.evaluate.Results.Pretrained;
import io.lautum.evaluate.Results.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An experiment's directory with every file, its numbers invented. */
final class ExampleExperiment {
  static final List<String> CLASSES =
      List.of("apple", "bus", "cat", "dog", "elephant", "fox", "goat", "house", "igloo", "jay");
  private static final List<String> METHODS =
      List.of("scratch", "standard", "lautum", "mk-mmd", "lautum+temporal-ensembling");
  private static final int[] LABELS = {50, 100, 200};

  private ExampleExperiment() {}

  static Results results() {
    List<Row> rows = new ArrayList<>();
    List<Pretrained> pretrained = new ArrayList<>();
    List<Adapted> adapted = new ArrayList<>();
    for (int m = 0; m < METHODS.size(); m++) {
      for (int labels : LABELS) {
        List<Double> draws = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
          draws.add(0.4 + 0.05 * m + 0.001 * labels + 0.013 * ((k * (m + 2)) % 7));
        }
        rows.add(Row.of(METHODS.get(m), labels, draws, 0.05 + 0.01 * m, 1.5 - 0.1 * m, counts(m)));
        adapted.add(
            new Adapted(METHODS.get(m), labels, 0.2 * m + 0.3, correlations(0.7 + 0.04 * m)));
      }
      if (m > 0) {
        pretrained.add(
            new Pretrained(METHODS.get(m), 0.98 - 0.01 * m, 0.2 * m, correlations(0.5 + 0.1 * m)));
      }
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
        "These are no figures of any paper; they were invented for a test.");
  }

  /** Writes the directory: what {@link Report} reads, all of it. */
  static void write(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("shards"));
    try (OutputStream out = Files.newOutputStream(directory.resolve("results.json"))) {
      results().write(out);
    }
    for (int m = 1; m < METHODS.size(); m++) {
      StringBuilder lines = new StringBuilder();
      for (int round = 1; round <= 400; round++) {
        double decay = Math.exp(-round / (60.0 + 20 * m));
        String information =
            m == 1 ? "" : String.format(Locale.ROOT, "\"lautumInformation\":%.4f,", m - m * decay);
        lines.append(
            String.format(
                Locale.ROOT,
                "{\"round\":%d,\"iteration\":%d,\"crossEntropy\":%.4f,%s\"seconds\":0.5,"
                    + "\"averagingSeconds\":0.1,\"examplesPerSecond\":%d}%n",
                round,
                10 * round,
                0.1 + 2.2 * decay,
                information,
                900 + 50 * m));
      }
      write(directory.resolve("pretrain/" + METHODS.get(m) + "/history.jsonl"), lines.toString());
    }
    for (int m = 0; m < METHODS.size(); m++) {
      for (int draw = 1; draw <= 2; draw++) {
        StringBuilder lines = new StringBuilder();
        for (int step = 1; step <= 150; step++) {
          double value = 2.3 * Math.exp(-step / (20.0 + 8 * m + 3 * draw));
          lines.append(
              String.format(Locale.ROOT, "{\"step\":%d,\"crossEntropy\":%.4f}%n", step, value));
        }
        write(
            directory.resolve(
                "finetune/" + METHODS.get(m) + "/labels-200/draw-" + draw + "/history.jsonl"),
            lines.toString());
      }
    }
    String shape = "\"shape\":{\"channels\":1,\"height\":28,\"width\":28}";
    String classes = "\"classes\":[\"" + String.join("\",\"", CLASSES) + "\"]";
    String normalization = "\"normalization\":{\"mean\":[0.1],\"std\":[0.3]},";
    String tens = "\"classCounts\":[10,10,10,10,10,10,10,10,10,10]";
    write(
        directory.resolve("shards/manifest.json"),
        "{\"seed\":7,\"workers\":2,\"source\":{\"name\":\"invented source\","
            + (shape
                + ","
                + classes
                + ","
                + normalization
                + "\"train\":{\"count\":100,"
                + tens
                + "},")
            + ("\"test\":{\"count\":100," + tens + "}},\"target\":{\"name\":\"invented target\",")
            + (shape
                + ","
                + classes
                + ","
                + normalization
                + "\"train\":{\"count\":1000},\"labelled\":{\"count\":100,"
                + tens
                + "},")
            + "\"unlabelled\":{\"count\":900},\"test\":{\"count\":100,"
            + (tens + "}},\"whitening\":{\"components\":64,\"explainedVariance\":0.91},")
            + "\"shards\":[{\"file\":\"source-train-00.bin\",\"examples\":50,\"sha256\":\""
            + ("ab".repeat(32) + "\"},{\"file\":\"source-train-01.bin\",\"examples\":50,")
            + ("\"sha256\":\"" + "cd".repeat(32) + "\"}]}"));
    write(
        directory.resolve("resolved.conf"), "experiment = invented-example\nseed = 7 # <1 run>\n");
    write(
        directory.resolve("provenance.json"),
        "{\"time\":\"2000-01-01T00:00:00Z\",\"command\":\"submit/lautum run conf/example.conf\","
            + "\"revision\":\"0123abc\",\"version\":\"0.0.0\",\"java\":\"17\",\"spark\":\"3\","
            + "\"processors\":2,\"environment\":{\"OMP_NUM_THREADS\":\"1\"}}");
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
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
        row.add(i == j ? 300L + 40 * m - 10 * i : (long) (i * 7 + j * 13) % 40);
      }
      rows.add(row);
    }
    return rows;
  }
}
