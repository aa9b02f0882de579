package io.lautum.data.shard;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.data.image.ClassNames;
import io.lautum.data.image.ColumnNames;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.storage.Checks;
import java.io.Serializable;
import java.util.List;

/**
 * A manifest's description of a dataset.
 *
 * @param name name of the dataset
 * @param shape shape of the examples
 * @param classes class names by index
 * @param normalization normalisation of the examples
 * @param train counts of the training set
 * @param labelled counts of the labelled training examples; null except for the target
 * @param unlabelled counts of the unlabelled training examples; null except for the target
 * @param test counts of the test set
 * @param columns names of the values of vectors, in their order; empty if they have none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetSummary(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) ImageShape shape,
    @JsonProperty(required = true) List<String> classes,
    @JsonProperty(required = true) Normalization normalization,
    @JsonProperty(required = true) Manifest.Counts train,
    Manifest.Counts labelled,
    Manifest.Counts unlabelled,
    @JsonProperty(required = true) Manifest.Counts test,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> columns)
    implements Serializable {
  /** Describes a dataset whose values have no names. */
  public DatasetSummary(
      String name,
      ImageShape shape,
      List<String> classes,
      Normalization normalization,
      Manifest.Counts train,
      Manifest.Counts labelled,
      Manifest.Counts unlabelled,
      Manifest.Counts test) {
    this(name, shape, classes, normalization, train, labelled, unlabelled, test, null);
  }

  /**
   * @throws IllegalArgumentException if {@link ClassNames} rejects the class names, or the numbers
   *     of channels of normalisation and images differ
   */
  @JsonCreator
  public DatasetSummary {
    Checks.require(
        name != null && shape != null && normalization != null && train != null && test != null,
        "name, shape, normalization, train and test without null");
    classes = ClassNames.checked(classes);
    Checks.require(
        normalization.mean().length == shape.channels(),
        "a normalization of " + shape.channels() + " channels");
    columns = ColumnNames.checked(columns, shape.size());
  }
}
