package io.lautum.evaluation.predict;

import io.lautum.Text;
import io.lautum.network.model.TrainedModel;
import java.util.Arrays;
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
   * Returns the schema with the classifier's three new columns, or four with that of errors.
   *
   * @throws IllegalArgumentException if the input column is missing or has no images, or a new
   *     column exists already
   */
  StructType of(StructType schema) {
    type(schema);
    boolean keepsErrors = classifier.isDefined(classifier.errorCol());
    StructType added = add(schema, classifier.predictionCol(), DataTypes.DoubleType, keepsErrors);
    added = add(added, classifier.predictedLabelCol(), DataTypes.StringType, keepsErrors);
    added = add(added, classifier.probabilityCol(), SQLDataTypes.VectorType(), keepsErrors);
    return keepsErrors ? add(added, classifier.errorCol(), DataTypes.StringType, true) : added;
  }

  /**
   * Returns the type of the input column.
   *
   * @throws IllegalArgumentException if the column is missing or has another type
   */
  ImageType type(StructType schema) {
    DataType found = field(schema, classifier.inputCol()).dataType();
    return ImageType.of(found)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format(
                        "%s: inputCol: expected column \"%s\" of type %s, found %s",
                        classifier.uid(),
                        classifier.getOrDefault(classifier.inputCol()),
                        ImageType.EXPECTED,
                        found.simpleString())));
  }

  private StructField field(StructType schema, Param<String> column) {
    String name = classifier.getOrDefault(column);
    return Arrays.stream(schema.fields())
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format(
                        "%s: %s: expected a column \"%s\", found %s",
                        classifier.uid(),
                        column.name(),
                        name,
                        Arrays.toString(schema.fieldNames()))));
  }

  private StructType add(
      StructType schema, Param<String> column, DataType type, boolean isNullable) {
    String name = classifier.getOrDefault(column);
    if (Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new IllegalArgumentException(
          Text.format(
              "%s: %s: column \"%s\" exists already; choose another name",
              classifier.uid(), column.name(), name));
    }
    return schema.add(name, type, isNullable);
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
