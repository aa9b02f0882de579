package io.lautum.network.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.lautum.Text;
import io.lautum.data.image.ClassNames;
import io.lautum.data.image.ColumnNames;
import io.lautum.data.image.EncoderDescription;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.storage.Checks;
import io.lautum.experiment.storage.FormatVersion;
import io.lautum.network.spec.NetworkGraph;
import java.io.Serializable;
import java.util.List;

/**
 * The metadata of a model in addition to its weights.
 *
 * @param network network that the weights belong to
 * @param classes class names, one per output
 * @param normalization normalisation of the images
 * @param method name of the training method
 * @param fit the conversion of its training images, which other images need too; that of an
 *     experiment's default keys if the file has none
 * @param encoder the encoder that turned the images into vectors; null if there is none
 * @param embedding the embeddings of target training images; null if the model has not been
 *     fine-tuned, there were too few images, or the file is from an older version
 * @param columns names of the values of its training vectors, in their order; empty if they have
 *     none
 */
@JsonIgnoreProperties(FormatVersion.FIELD)
public record ModelMetadata(
    TransferNetwork network,
    List<String> classes,
    Normalization normalization,
    String method,
    ImageFit fit,
    @JsonInclude(JsonInclude.Include.NON_NULL) EncoderDescription encoder,
    @JsonInclude(JsonInclude.Include.NON_NULL) EmbeddingStatistics embedding,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> columns)
    implements Serializable {
  /** Describes a model whose images an experiment's default keys convert. */
  public ModelMetadata(
      TransferNetwork network, List<String> classes, Normalization normalization, String method) {
    this(network, classes, normalization, method, null, null, null, null);
  }

  /** Describes a model without statistics of embeddings. */
  public ModelMetadata(
      TransferNetwork network,
      List<String> classes,
      Normalization normalization,
      String method,
      ImageFit fit,
      EncoderDescription encoder) {
    this(network, classes, normalization, method, fit, encoder, null, null);
  }

  /**
   * @throws IllegalArgumentException if {@link ClassNames} rejects the class names, or the parts do
   *     not match
   */
  @JsonCreator
  public ModelMetadata {
    Checks.require(network != null && normalization != null, "a network and a normalization");
    Checks.requireText("method", method);
    classes = ClassNames.checked(classes);
    Checks.require(
        classes.size() == network.classes(),
        Text.format("%d class names, found %d", network.classes(), classes.size()));
    int channels = network.shape().channels();
    Checks.require(
        normalization.mean().length == channels,
        Text.format("a normalization of %d channels", channels));
    fit = fit == null ? ImageFit.to(network.shape()) : fit;
    Checks.require(fit.shape().equals(network.shape()), "a fit to images of " + network.shape());
    Checks.require(
        encoder == null || normalization.ofVectors() && encoder.width() == network.shape().size(),
        "an encoder of vectors of the network's length");
    Checks.require(
        embedding == null || embedding.width() == network.graph().width(NetworkGraph.FEATURES),
        "statistics of the network's features");
    columns = ColumnNames.checked(columns, network.shape().size());
  }

  /** Returns the same metadata with statistics of embeddings. */
  public ModelMetadata with(EmbeddingStatistics statistics) {
    return new ModelMetadata(
        network, classes, normalization, method, fit, encoder, statistics, columns);
  }

  /** Returns the same metadata with names of the values. */
  public ModelMetadata withColumns(List<String> names) {
    return new ModelMetadata(
        network, classes, normalization, method, fit, encoder, embedding, names);
  }

  /** Returns the conversion of images: to the encoder's, if there is one. */
  public ImageFit imageFit() {
    return encoder == null ? fit : encoder.imageFit();
  }

  /** Returns whether the model takes images, which an encoder may turn into vectors. */
  public boolean takesImages() {
    return encoder != null || !normalization.ofVectors();
  }
}
