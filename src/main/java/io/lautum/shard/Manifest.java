package io.lautum.shard;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.lautum.DataException;
import io.lautum.data.ImageShape;
import io.lautum.storage.AtomicFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code manifest.json}: what {@code prepare} made, for people and for the stages that read it.
 *
 * @param seed of the split
 * @param workers number of shards of each set
 * @param source the source dataset
 * @param target the target dataset
 * @param whitening of the unlabelled target images
 * @param shards every file with its count and checksum
 */
public record Manifest(
    @JsonProperty(required = true) long seed,
    @JsonProperty(required = true) int workers,
    @JsonProperty(required = true) Domain source,
    @JsonProperty(required = true) Domain target,
    @JsonProperty(required = true) Components whitening,
    @JsonProperty(required = true) List<File> shards)
    implements Serializable {
  /** The file's name in the folder of the shards. */
  public static final String FILE = "manifest.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public Manifest {
    shards = List.copyOf(shards);
  }

  /** Counts of one subset, by class where its labels are known, else null. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Counts(@JsonProperty(required = true) long count, List<Long> classCounts)
      implements Serializable {}

  /** One dataset; {@code labelled} and {@code unlabelled} are the target's alone, else null. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Domain(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) ImageShape shape,
      @JsonProperty(required = true) List<String> classes,
      @JsonProperty(required = true) Normalization normalization,
      @JsonProperty(required = true) Counts train,
      Counts labelled,
      Counts unlabelled,
      @JsonProperty(required = true) Counts test)
      implements Serializable {}

  /** Number of principal components and the share of the variance that they explain. */
  public record Components(
      @JsonProperty(required = true) int components,
      @JsonProperty(required = true) double explainedVariance)
      implements Serializable {}

  /** One shard file, relative to the manifest. */
  public record File(
      @JsonProperty(required = true) String file,
      @JsonProperty(required = true) long examples,
      @JsonProperty(required = true) String sha256)
      implements Serializable {}

  /** The shards of one set, in order. */
  @JsonIgnore
  public List<File> files(ShardSet set) {
    return shards.stream().filter(f -> f.file().startsWith(set.directory() + "/")).toList();
  }

  /** Number of examples in one set. */
  @JsonIgnore
  public long examples(ShardSet set) {
    return files(set).stream().mapToLong(File::examples).sum();
  }

  /** Writes {@code manifest.json} into {@code folder}. */
  public void write(FileSystem files, Path folder) throws IOException {
    byte[] json = JSON.writeValueAsBytes(this);
    AtomicFile.write(files, path(folder), out -> out.write(json));
  }

  /**
   * Reads {@code manifest.json} of {@code folder}.
   *
   * @throws DataException if there is none or it is not a manifest
   */
  public static Manifest read(FileSystem files, Path folder) throws IOException {
    try (InputStream in = files.open(path(folder))) {
      return JSON.readValue(in, Manifest.class);
    } catch (FileNotFoundException e) {
      throw new DataException(path(folder) + ": missing; run prepare first", e);
    } catch (ChecksumException e) {
      throw changed(folder, e);
    } catch (JsonProcessingException e) {
      throw new DataException(
          "%s: expected a manifest: %s; run prepare --overwrite"
              .formatted(path(folder), e.getOriginalMessage()),
          e);
    }
  }

  /**
   * SHA-256 of {@code manifest.json}, which holds those of all shards; nothing where there is none.
   *
   * @throws DataException if the file system finds it damaged
   */
  public static Optional<String> digest(FileSystem files, Path folder) throws IOException {
    try (InputStream in = files.open(path(folder))) {
      return Optional.of(DigestUtils.sha256Hex(in));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (ChecksumException e) {
      throw changed(folder, e);
    }
  }

  private static DataException changed(Path folder, ChecksumException e) {
    return new DataException(
        "%s: changed since it was written: %s; run prepare --overwrite"
            .formatted(path(folder), e.getMessage()),
        e);
  }

  private static Path path(Path folder) {
    return new Path(folder, FILE);
  }
}
