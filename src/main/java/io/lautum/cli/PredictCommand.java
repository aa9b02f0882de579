package io.lautum.cli;

import io.lautum.Text;
import io.lautum.evaluation.outsiders.OutsiderScore;
import io.lautum.evaluation.outsiders.Separation;
import io.lautum.evaluation.predict.PredictJob;
import io.lautum.evaluation.predict.ScoreForm;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.VectorsConfig;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lautum predict}. */
@Command(
    name = "predict",
    description =
        "Score every image below a folder, or every row of tables of vectors, with a saved model.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum predict"
          + " --model runs/glyphs/finetune/lautum/labels-200/draw-1/model.zip --input images"
          + " --output scores.csv"
    })
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Treatments of missing values. */
  enum Missing {
    FAIL,
    MEAN
  }

  @Option(
      names = "--model",
      converter = Place.class,
      required = true,
      paramLabel = "<model.zip>",
      description = "Model written by finetune, pretrain or adapt; any Hadoop path.")
  private String model;

  @Option(
      names = "--input",
      converter = Place.class,
      required = true,
      paramLabel = "<folder>",
      description =
          "Folder of images of any size and format, including subfolders; for a model of vectors,"
              + " a table or a folder of tables.")
  private String input;

  @Option(
      names = "--output",
      converter = OutputPlace.class,
      required = true,
      paramLabel = "<file>",
      description = "New file with suffix .csv, or new folder with suffix .parquet.")
  private String output;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "<name>",
      description =
          "Columns of the vectors, as vector-columns of the experiment. Default: those that the"
              + " table suggests.")
  private List<String> columns = List.of();

  @Option(
      names = "--missing",
      paramLabel = "<fail|mean>",
      description =
          "fail: a row with a missing value gets an error. mean: the feature's mean replaces it."
              + " Default: fail.")
  private Missing missing = Missing.FAIL;

  @Option(
      names = "--batch-size",
      paramLabel = "<n>",
      defaultValue = "256",
      description = "Images per forward pass. Default: 256.")
  private int batchSize;

  @Option(
      names = "--top",
      paramLabel = "<n>",
      description =
          "Write the n most probable classes and their probabilities. Default: the probabilities"
              + " of all classes, in the model's order.")
  private Integer top;

  @Option(
      names = "--min-probability",
      paramLabel = "<p>",
      description =
          "Leave the label empty if its probability is less than p. Default: 0. The report of adapt"
              + " shows the share of right labels for each value.")
  private double leastProbability;

  @Option(
      names = "--outsider-score",
      paramLabel = "<energy|max-logit>",
      description =
          "Write a column with a score that is larger for images of the classes than for images of"
              + " no class: negative_energy, the logarithm of the sum of the exponentials of the"
              + " logits, or max_logit. Default: no such column.")
  private String outsiderScore;

  @Option(
      names = "--outsiders",
      converter = Place.class,
      paramLabel = "<folder>",
      description =
          "Images of no class, or a table of such vectors: print how well both scores tell them"
              + " from those of --input.")
  private String outsiders;

  @Override
  public Integer call() throws IOException {
    PositiveOption.require("--batch-size", batchSize);
    if (top != null) {
      PositiveOption.require("--top", top);
    }
    OutsiderScore score =
        outsiderScore == null
            ? null
            : EnumNames.named(OutsiderScore.class, "--outsider-score", outsiderScore);
    Preflight.storage(SparkRuntime.hadoop(), places(), () -> true, new Path(output));
    ScoreForm form = new ScoreForm(top == null ? 0 : top, leastProbability, score);
    try (Interruption interruption = new Interruption(spec);
        SparkRuntime spark = new SparkRuntime()) {
      PredictJob.Scored scored =
          new PredictJob(spark.context("predict"))
              .run(
                  model,
                  input,
                  outsiders,
                  output,
                  batchSize,
                  form,
                  new VectorsConfig(columns, 0, EnumNames.of(missing)));
      interruption.end();
      String errors =
          scored.errors() == 0
              ? ""
              : Text.format(", %d without score (see column error)", scored.errors());
      System.out.print(Text.format("%d scored%s: %s%n", scored.images(), errors, output));
      scored.separations().forEach(PredictCommand::print);
    }
    return 0;
  }

  /** Returns the places that are read. */
  private List<String> places() {
    return Stream.of(model, input, outsiders).filter(Objects::nonNull).toList();
  }

  private static void print(OutsiderScore score, Separation separation) {
    System.out.print(
        Text.format(
            "%s: AUROC %.4f, FPR95 %.1f %% (%d examples against %d outsiders)%n",
            score.title(),
            separation.auroc(),
            100 * separation.falsePositiveRate(),
            separation.insiders(),
            separation.outsiders()));
  }
}
