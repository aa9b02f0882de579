package io.lautum.pipeline.ml;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.Text;
import io.lautum.evaluation.predict.ImageClassifier;
import io.lautum.experiment.result.Classification;
import io.lautum.experiment.result.TemperatureScaling;
import io.lautum.network.model.TrainedModel;
import io.lautum.operations.cluster.JavaSerialization;
import io.lautum.operations.cluster.RowsInParts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probabilities and labels of rows that a model was not trained on, in the driver's memory. */
final class ValidationRows {
  private static final Logger LOG = LoggerFactory.getLogger(ValidationRows.class);

  private static final String FAULT = "fault";

  private final float[][] probabilities;
  private final int[] labels;

  /**
   * Scores rows, which {@link TrainingTables} has written.
   *
   * @param stage the estimator of the model
   */
  static ValidationRows of(Dataset<Row> rows, TrainedModel model, TransferClassifier stage) {
    Dataset<Row> scored =
        new ImageClassifier(stage.uid())
            .setInputCol(TrainingTables.EXAMPLE)
            .setErrorCol(FAULT)
            .setBatchSize((int) stage.getOrDefault(stage.batchSize()))
            .transform(rows, model, null, stage.imputes());
    Column fault = functions.col(FAULT);
    Column named =
        TrainingTables.hasPaths(rows.schema())
            ? functions.when(
                fault.isNotNull(),
                functions.concat_ws(": ", functions.col(TrainingTables.PATH), fault))
            : fault;
    return new ValidationRows(
        scored.select(functions.col("probability"), functions.col(TrainingTables.LABEL), named),
        model.metadata().classes());
  }

  /**
   * Collects the rows. A training may have taken hours, so faulty rows are left out with a warning.
   *
   * @param scored columns of probabilities, labels, and faults, which are null for intact rows
   * @param classes names of the model's classes
   */
  ValidationRows(Dataset<Row> scored, List<String> classes) {
    List<Scored> usable = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    JavaRDD<Scored> rows =
        scored.javaRDD().map(row -> Scored.of(row, classes)).persist(StorageLevel.DISK_ONLY());
    try {
      // All slots score in parallel, before the driver fetches one part after the other.
      rows.count();
      new RowsInParts<>(rows)
          .forEachRemaining(
              row -> {
                if (row.fault == null) {
                  usable.add(row);
                } else {
                  faults.add(row.fault);
                }
              });
    } finally {
      rows.unpersist();
    }
    if (!faults.isEmpty()) {
      LOG.warn(
          "validationIndicatorCol: {} of {} rows are left out, such as: {}",
          faults.size(),
          usable.size() + faults.size(),
          faults.get(0));
    }
    probabilities = usable.stream().map(Scored::probabilities).toArray(float[][]::new);
    labels = usable.stream().mapToInt(Scored::label).toArray();
  }

  /**
   * A row.
   *
   * @param fault why the row cannot be used; null if it can
   */
  @DefaultSerializer(JavaSerialization.class)
  private record Scored(float[] probabilities, int label, String fault) implements Serializable {
    static Scored of(Row row, List<String> classes) {
      String fault = ValidationRows.fault(row, classes);
      return fault == null
          ? new Scored(floats(row.getAs(0)), classes.indexOf(row.getString(1)), null)
          : new Scored(null, -1, fault);
    }
  }

  /** Returns why a row cannot be used; null if it can. */
  private static String fault(Row row, List<String> classes) {
    if (!row.isNullAt(2)) {
      return row.getString(2);
    }
    // Keys such as target.classes may leave out classes of the training rows.
    return classes.contains(row.getString(1))
        ? null
        : Text.format("expected a label among %s, found \"%s\"", classes, row.getString(1));
  }

  private static float[] floats(Vector vector) {
    float[] values = new float[vector.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) vector.apply(k);
    }
    return values;
  }

  /**
   * Measures the model.
   *
   * @param calibrates whether the temperature is fitted to these rows
   * @return empty if there are no rows
   */
  Optional<ValidationResult> result(boolean calibrates) {
    if (labels.length == 0) {
      return Optional.empty();
    }
    TemperatureScaling scaling =
        calibrates
            ? TemperatureScaling.mostProbable(probabilities, labels)
            : TemperatureScaling.NONE;
    int right = 0;
    double loss = 0;
    for (int i = 0; i < labels.length; i++) {
      right += Classification.of(probabilities[i]).predicted() == labels[i] ? 1 : 0;
      loss += scaling.loss(probabilities[i], labels[i]);
    }
    double rows = labels.length;
    return Optional.of(
        new ValidationResult(labels.length, right / rows, loss / rows, 1 / scaling.inverse()));
  }
}
