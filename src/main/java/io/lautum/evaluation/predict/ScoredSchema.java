package io.lautum.evaluation.predict;

import io.lautum.Text;
import io.lautum.evaluation.outsiders.OutsiderScore;
import io.lautum.experiment.config.EnumNames;
import io.lautum.network.model.TrainedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Checks the columns that a classifier reads and adds the columns that it writes. */
final class ScoredSchema {
  private final ImageClassifier classifier;

  ScoredSchema(ImageClassifier classifier) {
    this.classifier = classifier;
  }

  /**
   * Returns the schema with the classifier's new columns: prediction, its name, probabilities, and
   * if they are set, the score for outsiders and the fault.
   *
   * @throws IllegalArgumentException if the input column is missing, exists several times or has
   *     neither images nor vectors, or a new column exists already
   */
  StructType of(StructType schema) {
    type(schema);
    boolean keepsErrors = classifier.isDefined(classifier.errorCol());
    StructType added = add(schema, classifier.predictionCol(), DataTypes.DoubleType, keepsErrors);
    added = add(added, classifier.predictedLabelCol(), DataTypes.StringType, keepsErrors);
    added = add(added, classifier.probabilityCol(), SQLDataTypes.VectorType(), keepsErrors);
    if (classifier.isDefined(classifier.outsiderScoreCol())) {
      added = add(added, classifier.outsiderScoreCol(), DataTypes.DoubleType, keepsErrors);
    }
    return keepsErrors ? add(added, classifier.errorCol(), DataTypes.StringType, true) : added;
  }

  /** Returns the score of the column for outsiders; null if there is no such column. */
  OutsiderScore outsiderScore() {
    return classifier.isDefined(classifier.outsiderScoreCol())
        ? EnumNames.named(
            OutsiderScore.class,
            "outsiderScore",
            classifier.getOrDefault(classifier.outsiderScore()))
        : null;
  }

  /**
   * Returns where rows have the examples of a model.
   *
   * @param imputes whether missing values of vectors become the feature's mean
   * @throws IllegalArgumentException if the model expects vectors and the column has images, or the
   *     other way round
   */
  ExampleColumns columns(StructType schema, TrainedModel model, boolean imputes) {
    List<String> names = Arrays.asList(schema.fieldNames());
    String column = classifier.getOrDefault(classifier.inputCol());
    int path = names.indexOf(classifier.getOrDefault(classifier.pathCol()));
    Optional<ImageType> images = type(schema);
    boolean vectors = model.metadata().normalization().ofVectors();
    boolean accepted = images.isPresent() ? model.metadata().takesImages() : vectors;
    if (!accepted) {
      throw new IllegalArgumentException(
          Text.format(
              "%s: inputCol: the model expects %s, found %s in column \"%s\"",
              classifier.uid(),
              vectors ? "vectors" : "images",
              vectors ? "images" : "vectors",
              column));
    }
    int index = names.indexOf(column);
    return images.isPresent()
        ? new ImageColumns(index, images.get(), path, -1)
        : new RowVectors(index, path, imputes);
  }

  /**
   * Returns the type of the input column's images; empty if it has vectors.
   *
   * @throws IllegalArgumentException if the column is missing or has another type
   */
  private Optional<ImageType> type(StructType schema) {
    DataType found = field(schema, classifier.inputCol()).dataType();
    Optional<ImageType> images = ImageType.of(found);
    if (images.isEmpty() && !RowVectors.have(found)) {
      throw new IllegalArgumentException(
          Text.format(
              "%s: inputCol: expected column \"%s\" of type %s, a vector or an array of numbers,"
                  + " found %s",
              classifier.uid(),
              classifier.getOrDefault(classifier.inputCol()),
              ImageType.EXPECTED,
              found.simpleString()));
    }
    return images;
  }

  private StructField field(StructType schema, Param<String> column) {
    String name = classifier.getOrDefault(column);
    List<StructField> found =
        Arrays.stream(schema.fields()).filter(field -> field.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          Text.format(
              "%s: %s: expected a column \"%s\", found %s%s",
              classifier.uid(),
              column.name(),
              name,
              Arrays.toString(schema.fieldNames()),
              found.isEmpty() ? "" : "; rename or drop all but one"));
    }
    return found.get(0);
  }

  private StructType add(
      StructType schema, Param<String> column, DataType type, boolean isNullable) {
    String name = classifier.getOrDefault(column);
    if (NewColumn.exists(schema, name)) {
      throw new IllegalArgumentException(
          Text.format(
              "%s: %s: column \"%s\" exists already; choose another name",
              classifier.uid(), column.name(), name));
    }
    return schema.add(name, type, isNullable);
  }

  /** Returns the schema with the numbers of the columns as their names, which are all different. */
  static StructType numbered(StructType schema) {
    StructField[] fields = schema.fields().clone();
    for (int i = 0; i < fields.length; i++) {
      StructField field = fields[i];
      fields[i] =
          new StructField(String.valueOf(i), field.dataType(), field.nullable(), field.metadata());
    }
    return new StructType(fields);
  }

  /**
   * Returns the schema with the class names as metadata of the predictions, which tell other stages
   * of Spark ML the meaning of the indices.
   *
   * @param prediction name of the column of class indices
   */
  static StructType withClasses(StructType schema, String prediction, TrainedModel model) {
    Metadata classes =
        NominalAttribute.defaultAttr()
            .withName(prediction)
            .withValues(model.metadata().classes().toArray(String[]::new))
            .toMetadata();
    StructField[] fields = schema.fields().clone();
    StructField field = schema.apply(prediction);
    fields[schema.fieldIndex(prediction)] =
        new StructField(prediction, field.dataType(), field.nullable(), classes);
    return new StructType(fields);
  }
}
