package io.lautum.data.shard;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.lautum.DataException;
import io.lautum.data.image.EncoderDescription;
import io.lautum.data.image.Normalization;
import io.lautum.data.image.NormalizationJson;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.Checks;
import io.lautum.experiment.storage.FormatVersion;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.SmallFile;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.CharConversionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The content of {@code manifest.json}: the output of {@code prepare}, for later stages and users.
 *
 * @param seed seed of the split
 * @param workers number of shards per set
 * @param source the source dataset; null if there is none
 * @param target the target dataset
 * @param whitening whitening of the unlabelled target images
 * @param shards all files with their counts and checksums
 * @param findings what was found out about each dataset; empty in manifests of older versions
 * @param encoder the encoder that turned the images into vectors; null if there is none
 */
@JsonIgnoreProperties(FormatVersion.FIELD)
public record Manifest(
    @JsonProperty(required = true) long seed,
    @JsonProperty(required = true) int workers,
    DatasetSummary source,
    @JsonProperty(required = true) DatasetSummary target,
    @JsonProperty(required = true) Components whitening,
    @JsonProperty(required = true) List<File> shards,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DatasetFindings> findings,
    @JsonInclude(JsonInclude.Include.NON_NULL) EncoderDescription encoder)
    implements Serializable {
  /** The file's name in the folder of the shards. */
  public static final String FILE = "manifest.json";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .addMixIn(Normalization.class, NormalizationJson.class)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String REMEDY = "; run prepare --overwrite";

  /**
   * @throws IllegalArgumentException if there is no worker, or a file occurs twice
   */
  public Manifest {
    Checks.require(workers >= 1, "workers of at least 1, found " + workers);
    Checks.require(target != null && whitening != null, "no null");
    shards = Checks.requireNoNulls("shards", shards);
    long different = shards.stream().map(File::file).distinct().count();
    Checks.require(different == shards.size(), "every shard once");
    findings = Checks.optionalList("findings", findings);
  }

  /** Creates a manifest without findings. */
  public Manifest(
      long seed,
      int workers,
      DatasetSummary source,
      DatasetSummary target,
      Components whitening,
      List<File> shards) {
    this(seed, workers, source, target, whitening, shards, List.of(), null);
  }

  /** Returns the same manifest with findings and an encoder, which may be null. */
  public Manifest with(List<DatasetFindings> newFindings, EncoderDescription newEncoder) {
    return new Manifest(seed, workers, source, target, whitening, shards, newFindings, newEncoder);
  }

  /** Number of examples of one subset; {@code classCounts} is null if its labels are unknown. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Counts(@JsonProperty(required = true) long count, List<Long> classCounts)
      implements Serializable {
    public Counts {
      Checks.require(count >= 0, "a count of at least 0, found " + count);
      classCounts = classCounts == null ? null : Checks.requireNoNulls("classCounts", classCounts);
    }
  }

  /** Number of principal components and the fraction of the variance that they explain. */
  public record Components(
      @JsonProperty(required = true) int components,
      @JsonProperty(required = true) double explainedVariance)
      implements Serializable {
    public Components {
      Checks.require(components >= 0, "components of at least 0, found " + components);
    }
  }

  /**
   * One shard file.
   *
   * @param file file name, relative to the manifest
   * @param examples number of examples
   * @param content SHA-256 of the values of the examples, in their order
   * @param sha256 SHA-256 of the file's bytes
   */
  @DefaultSerializer(JavaSerialization.class)
  public record File(
      @JsonProperty(required = true) String file,
      @JsonProperty(required = true) long examples,
      @JsonProperty(required = true) String content,
      @JsonProperty(required = true) String sha256)
      implements Serializable {
    private static final Pattern NAME = Pattern.compile("([a-z-]+)/shard-\\d{5,9}\\.parquet");

    /**
     * @throws IllegalArgumentException if the file is not in a set's folder, so that a manifest
     *     cannot name files elsewhere
     */
    public File {
      Matcher name = NAME.matcher(String.valueOf(file));
      boolean known =
          name.matches()
              && Arrays.stream(ShardSet.values())
                  .anyMatch(set -> set.directory().equals(name.group(1)));
      Checks.require(known, "a file <set>/shard-<number>.parquet, found " + file);
      Checks.require(
          examples >= 0 && examples <= Integer.MAX_VALUE,
          "examples from 0 to " + Integer.MAX_VALUE + ", found " + examples);
      Checks.require(content != null && sha256 != null, "strings for content and sha256");
    }
  }

  /** Returns the shards of one set, in order. */
  @JsonIgnore
  public List<File> files(ShardSet set) {
    return shards.stream().filter(f -> f.file().startsWith(set.directory() + "/")).toList();
  }

  /** Returns the number of examples in one set. */
  @JsonIgnore
  public long examples(ShardSet set) {
    return files(set).stream().mapToLong(File::examples).sum();
  }

  /**
   * Returns the SHA-256 of the content and description of all shards, without findings and encoder.
   * Parquet lists the encodings of a column in orders that differ, so the files' bytes do not
   * count.
   */
  public String contentDigest() {
    List<File> contents =
        shards.stream().map(f -> new File(f.file(), f.examples(), f.content(), "")).toList();
    try {
      return DigestUtils.sha256Hex(
          JSON.writeValueAsBytes(new Manifest(seed, workers, source, target, whitening, contents)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot serialise the manifest", e);
    }
  }

  /** Returns whether {@code folder} contains a manifest. */
  public static boolean exists(FileSystem files, Path folder) throws IOException {
    return files.exists(path(folder));
  }

  /** Writes {@code manifest.json} into {@code folder}. */
  public void write(FileSystem files, Path folder) throws IOException {
    byte[] json = FormatVersion.write(JSON, this);
    AtomicFile.write(files, path(folder), out -> out.write(json));
  }

  /**
   * Reads {@code manifest.json} of {@code folder}.
   *
   * @throws DataException if the file is missing or is not a manifest
   */
  public static Manifest read(FileSystem files, Path folder) throws IOException {
    byte[] json;
    try {
      json = SmallFile.read(files, path(folder), Json.MAX_BYTES);
    } catch (FileNotFoundException e) {
      throw new DataException(path(folder) + ": missing; run prepare first", e);
    } catch (ChecksumException e) {
      throw new DataException(
          path(folder) + ": changed since it was written: " + e.getMessage() + REMEDY, e);
    }
    FormatVersion.requireReadable(json, path(folder).toString());
    try {
      return Optional.ofNullable(JSON.readValue(json, Manifest.class))
          .orElseThrow(() -> unreadable(folder, "found null", null));
    } catch (JsonProcessingException | CharConversionException e) {
      throw unreadable(folder, Json.reason(e), e);
    }
  }

  private static DataException unreadable(Path folder, String reason, Exception cause) {
    return new DataException(path(folder) + ": expected a manifest: " + reason + REMEDY, cause);
  }

  private static Path path(Path folder) {
    return new Path(folder, FILE);
  }
}
