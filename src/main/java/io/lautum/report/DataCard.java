package io.lautum.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.InputStream;
import java.util.List;

/**
 * What {@code shards/manifest.json} says of the data an experiment used. A field that the manifest
 * lacks is null or an empty list.
 */
public record DataCard(
    @JsonProperty(required = true) long seed,
    Integer workers,
    @JsonProperty(required = true) Domain source,
    @JsonProperty(required = true) Domain target,
    Whitening whitening,
    List<Shard> shards) {

  /** The file's path in an experiment's directory. */
  public static final String FILE = "shards/manifest.json";

  public DataCard {
    Checks.that(source != null && target != null, "a source and a target");
    shards = shards == null ? List.of() : Checks.list("shards", shards);
  }

  /** One of the two datasets; {@code labelled} and {@code unlabelled} are the target's alone. */
  public record Domain(
      @JsonProperty(required = true) String name,
      Shape shape,
      List<String> classes,
      Part train,
      Part labelled,
      Part unlabelled,
      Part test) {
    public Domain {
      Checks.named("name", name);
      classes = classes == null ? List.of() : Checks.list("classes", classes);
    }
  }

  /** Channels x height x width. */
  public record Shape(
      @JsonProperty(required = true) int channels,
      @JsonProperty(required = true) int height,
      @JsonProperty(required = true) int width) {}

  /** Examples of a part, in all and by class; {@code classCounts} is empty without labels. */
  public record Part(@JsonProperty(required = true) long count, List<Long> classCounts) {
    public Part {
      classCounts = classCounts == null ? List.of() : Checks.list("classCounts", classCounts);
    }
  }

  /** The whitening of the target inputs: components kept and the fraction of variance in them. */
  public record Whitening(
      @JsonProperty(required = true) int components, Double explainedVariance) {}

  /** One file of examples. */
  public record Shard(
      @JsonProperty(required = true) String file,
      @JsonProperty(required = true) long examples,
      String sha256) {}

  /**
   * Reads a manifest; unknown fields are ignored.
   *
   * @throws io.lautum.DataException when it is not JSON of this form
   */
  static DataCard read(InputStream in, String name) {
    return Json.read(in, name, "an object with seed, source, target, shards", DataCard.class);
  }
}
