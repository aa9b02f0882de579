package io.lautum.evaluation.evaluate;

import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.AdaptedNetwork;
import io.lautum.experiment.result.Evaluation;
import io.lautum.experiment.result.Inspection;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.information.GaussianInformation;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.method.gaussian.Lautum;
import io.lautum.operations.cluster.JobGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures every model of an experiment: fine-tuned models on the target's test set, pre-trained
 * models on the source's test set, and the Lautum information of both on the unlabelled target
 * images.
 */
public final class EvaluateJob {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluateJob.class);

  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Manifest manifest;
  private final ModelJob models;

  public EvaluateJob(JavaSparkContext spark, ExperimentConfig config, ExperimentDirectory directory)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
    manifest = Manifest.read(directory.files(), directory.shards());
    models =
        new ModelJob(
            spark, manifest, directory.shards(), config.evaluateBatch(), config.network().engine());
  }

  /**
   * Writes {@code results.json} and {@link Inspection#FILE}.
   *
   * @param outputs folder of the experiment that gets the files
   */
  public Results run(List<TransferMethod> methods, ExperimentDirectory outputs) throws IOException {
    JobGroup jobs = JobGroup.begin(spark, "evaluate", "evaluate");
    try {
      return evaluate(methods, outputs);
    } finally {
      jobs.restore();
    }
  }

  private Results evaluate(List<TransferMethod> methods, ExperimentDirectory outputs)
      throws IOException {
    List<Results.Row> rows = rows(methods);
    Results results =
        new Results(
            config.name(),
            config.source().name(),
            config.target().name(),
            config.seed(),
            manifest.target().classes(),
            rows,
            pretrained(methods),
            adapted(methods),
            config.paper(),
            config.paperNote().isEmpty() ? null : config.paperNote());
    spark.setJobDescription("inspect models");
    Inspection inspection =
        new InspectionJob(config, directory, manifest, models).run(methods, rows);
    Json.writeFile(directory.files(), outputs.inspection(), inspection);
    Json.writeFile(directory.files(), outputs.results(), results);
    return results;
  }

  private List<Results.Row> rows(List<TransferMethod> methods) {
    List<Path> paths = new ArrayList<>();
    for (TransferMethod method : methods) {
      for (int labels : config.labels()) {
        for (int draw = 1; draw <= config.draws(); draw++) {
          paths.add(model(directory.finetuned(method.name(), labels, draw)));
        }
      }
    }
    LOG.info("evaluate: {} models on {} test", paths.size(), config.target().name());
    spark.setJobDescription("evaluate on " + config.target().name());
    List<Results.Row> rows = new ArrayList<>();
    List<Evaluation> draws = new ArrayList<>();
    models.evaluate(
        paths,
        ShardSet.TARGET_TEST,
        manifest.target(),
        evaluation -> {
          draws.add(evaluation);
          if (draws.size() == config.draws()) {
            int counts = config.labels().size();
            TransferMethod method = methods.get(rows.size() / counts);
            rows.add(row(method.name(), config.labels().get(rows.size() % counts), draws));
            draws.clear();
          }
        });
    return rows;
  }

  private Results.Row row(String method, int labels, List<Evaluation> draws) {
    Evaluation all = new Evaluation(manifest.target().classes().size());
    draws.forEach(all::add);
    return Results.Row.of(
        method,
        labels,
        draws.stream().map(Evaluation::accuracy).toList(),
        mean(draws.stream().mapToDouble(Evaluation::calibrationError).toArray()),
        mean(draws.stream().mapToDouble(Evaluation::scaledCalibrationError).toArray()),
        all.crossEntropy(),
        all.confusion(),
        all.calibration());
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private List<Results.Pretrained> pretrained(List<TransferMethod> methods) {
    List<String> names =
        methods.stream()
            .map(TransferMethod::before)
            .filter(PreTransfer::usesSource)
            .map(PreTransfer::name)
            .distinct()
            .toList();
    List<Path> paths = names.stream().map(name -> model(directory.pretrained(name))).toList();
    LOG.info("evaluate: {} models on {} test", paths.size(), config.source().name());
    spark.setJobDescription("evaluate on " + config.source().name());
    List<Double> accuracies = new ArrayList<>();
    models.evaluate(
        paths,
        ShardSet.SOURCE_TEST,
        manifest.source(),
        evaluation -> accuracies.add(evaluation.accuracy()));
    List<GaussianInformation.Estimate> information = information(paths);
    List<Results.Pretrained> results = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      GaussianInformation.Estimate estimate = information.get(i);
      results.add(
          new Results.Pretrained(
              names.get(i),
              accuracies.get(i),
              estimate.value(),
              Arrays.stream(estimate.correlations()).boxed().toList()));
    }
    return results;
  }

  /** Measures only the first draw, because draws differ much less than methods. */
  private List<AdaptedNetwork> adapted(List<TransferMethod> methods) {
    List<Path> paths = new ArrayList<>();
    for (TransferMethod method : methods) {
      for (int labels : config.labels()) {
        paths.add(model(directory.finetuned(method.name(), labels, 1)));
      }
    }
    List<GaussianInformation.Estimate> information = information(paths);
    List<AdaptedNetwork> results = new ArrayList<>();
    for (TransferMethod method : methods) {
      for (int labels : config.labels()) {
        GaussianInformation.Estimate estimate = information.get(results.size());
        results.add(
            new AdaptedNetwork(
                method.name(),
                labels,
                estimate.value(),
                Arrays.stream(estimate.correlations()).boxed().toList()));
      }
    }
    return results;
  }

  private List<GaussianInformation.Estimate> information(List<Path> paths) {
    GaussianTerm lautum = Lautum.term(config.pretrain());
    spark.setJobDescription("Lautum information on " + config.target().name());
    List<GaussianInformation.Estimate> estimates = new ArrayList<>();
    models.moments(
        paths, lautum.output(), moments -> estimates.add(lautum.information().evaluate(moments)));
    return estimates;
  }

  private static Path model(Path folder) {
    return ExperimentDirectory.model(folder);
  }
}
