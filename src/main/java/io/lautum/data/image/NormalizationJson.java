package io.lautum.data.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How {@link Normalization} is written to manifests and models: without the type of values if that
 * is bytes, so that files of images do not change. Engines use the record without Jackson.
 */
public abstract class NormalizationJson {
  @JsonCreator
  NormalizationJson(
      @JsonProperty("mean") float[] mean,
      @JsonProperty("std") float[] std,
      @JsonProperty("values") ValueType values) {}

  @JsonProperty("values")
  @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Bytes.class)
  abstract ValueType values();

  /** Equal to the value that is not written. */
  static final class Bytes {
    @Override
    public boolean equals(Object value) {
      return value == ValueType.BYTE;
    }

    @Override
    public int hashCode() {
      return ValueType.BYTE.hashCode();
    }
  }
}
