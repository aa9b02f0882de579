package io.lautum.report;

import java.util.Locale;

/** Training histories with invented numbers. */
final class ExampleHistories {
  private ExampleHistories() {}

  /**
   * Returns the lines of a history of pre-training.
   *
   * @param m index of the method
   * @param rounds number of lines
   * @param total number of rounds of the whole training
   */
  static String rounds(int m, String method, int rounds, int total) {
    StringBuilder lines = new StringBuilder();
    for (int round = 1; round <= rounds; round++) {
      double decay = Math.exp(-round / (60.0 + 20 * m));
      String information =
          method.startsWith("lautum")
              ? String.format(Locale.ROOT, "\"lautumInformation\":%.4f,", m - m * decay)
              : "";
      String accuracy =
          round % 20 == 0
              ? String.format(Locale.ROOT, "\"accuracy\":%.4f,", 0.98 - 0.8 * decay)
              : "";
      double loss = 0.1 + 2.2 * decay;
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"round\":%d,\"rounds\":%d,\"iteration\":%d,\"crossEntropy\":%.4f,\"learningRate\":%.6f,"
                  + "%s%s\"seconds\":0.5,\"averagingSeconds\":0.1,\"examplesPerSecond\":%d,"
                  + "\"workers\":[%.4f,%.4f]}%n",
              round,
              total,
              10 * round,
              loss,
              0.001 * (1 - round / (double) total),
              information,
              accuracy,
              900 + 50 * m,
              0.95 * loss,
              1.05 * loss));
    }
    return lines.toString();
  }

  /** Returns the lines of a history of fine-tuning. */
  static String steps(int m, int draw) {
    StringBuilder lines = new StringBuilder();
    for (int step = 1; step <= 150; step++) {
      double value = 2.3 * Math.exp(-step / (20.0 + 8 * m + 3 * draw));
      lines.append(
          String.format(Locale.ROOT, "{\"step\":%d,\"crossEntropy\":%.4f}%n", step, value));
    }
    return lines.toString();
  }
}
