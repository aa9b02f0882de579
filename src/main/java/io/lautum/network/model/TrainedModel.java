package io.lautum.network.model;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.Normalization;
import io.lautum.data.image.NormalizationJson;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.FormatVersion;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.LimitedInput;
import io.lautum.experiment.storage.Places;
import io.lautum.network.engine.dl4j.Dl4jModel;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Parameter;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Trained weights with their metadata; sent to executors. The file is a zip archive of DL4J's
 * {@code configuration.json} and {@code coefficients.bin} and of this project's {@code
 * lautum.json}.
 *
 * @param metadata description of the model
 * @param parameters weights in DL4J's flat order
 */
@DefaultSerializer(JavaSerialization.class)
public record TrainedModel(ModelMetadata metadata, float[] parameters) implements Serializable {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .addMixIn(Normalization.class, NormalizationJson.class)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String GRAPH = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final String METADATA = "lautum.json";

  private static final Set<String> NAMES = new TreeSet<>(List.of(METADATA, GRAPH, COEFFICIENTS));

  /**
   * Maximum unpacked size of a text entry. Most take about ten kilobytes; normalisation and names
   * of a table's columns take 40 bytes per column.
   */
  private static final long TEXT_BYTES = 16 << 20;

  /** Maximum compression of weights. Trained weights hardly compress, but initial ones may. */
  private static final long EXPANSION = 64;

  /** Unpacked size of weights that is accepted for a file of any length. */
  private static final long UNPACKED_BYTES = 16 << 20;

  /** The earliest time that a zip file can store. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  /**
   * Returns this model with the weights and the bias of its last layer multiplied by {@code
   * factor}, and so its logits: its probabilities are p_k^factor / Σ_c p_c^factor.
   */
  public TrainedModel scaled(double factor) {
    NetworkGraph network = metadata.network().graph();
    float[] values = parameters.clone();
    for (Parameter parameter : network.parameters().parameters()) {
      if (parameter.layer().equals(network.node(NetworkGraph.LOGITS))) {
        for (int i = parameter.offset(); i < parameter.end(); i++) {
          values[i] = (float) (factor * values[i]);
        }
      }
    }
    return new TrainedModel(metadata, values);
  }

  /** Writes the file atomically. */
  public void write(FileSystem files, Path path) throws IOException {
    AtomicFile.write(files, path, this::write);
  }

  private void write(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(timeless(METADATA));
    zip.write(FormatVersion.write(JSON, metadata));
    zip.putNextEntry(timeless(GRAPH));
    zip.write(Dl4jModel.configuration(metadata.network().graph()));
    zip.putNextEntry(timeless(COEFFICIENTS));
    zip.write(Dl4jModel.coefficients(parameters));
    zip.finish();
  }

  /** Returns an entry with a fixed time, so that equal models give equal files. */
  private static ZipEntry timeless(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(EPOCH);
    return entry;
  }

  /**
   * Reads a file that {@link #write} wrote. The network is built only from the metadata; the graph
   * in the file is for other programs.
   *
   * @throws DataException if the file is missing or is not a model
   */
  public static TrainedModel read(FileSystem files, Path path) throws IOException {
    Map<String, byte[]> entries = entries(files, path);
    ModelMetadata metadata = metadata(entry(entries, METADATA, path), path);
    byte[] coefficients = entry(entries, COEFFICIENTS, path);
    if (entries.containsKey(GRAPH)) {
      GraphClasses.check(entries.get(GRAPH), path + ": " + GRAPH);
    }
    return new TrainedModel(
        metadata,
        CoefficientsEntry.read(
            coefficients, path + ": " + COEFFICIENTS, metadata.network().weights()));
  }

  private static ModelMetadata metadata(byte[] json, Path path) {
    FormatVersion.requireReadable(json, path + ": " + METADATA);
    try {
      ModelMetadata metadata = JSON.readValue(json, ModelMetadata.class);
      if (metadata == null) {
        throw new DataException(
            Text.format("%s: %s is not the metadata of a model: found null", path, METADATA));
      }
      return metadata;
    } catch (IOException e) {
      // The bytes are in memory, so only their content can cause the exception.
      throw new DataException(
          Text.format("%s: %s is not the metadata of a model: %s", path, METADATA, Json.reason(e)),
          e);
    }
  }

  private static Map<String, byte[]> entries(FileSystem files, Path path) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    String name = "the first entry";
    try (FSDataInputStream file = files.open(path);
        ZipInputStream zip = new ZipInputStream(file)) {
      long most = UNPACKED_BYTES + EXPANSION * files.getFileStatus(path).getLen();
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        name = entry.getName();
        if (!NAMES.contains(name) || entries.containsKey(name)) {
          throw new DataException(
              Text.format(
                  "%s: expected each of the entries %s once, found \"%s\" after %s",
                  path, NAMES, name, entries.keySet()));
        }
        long limit = name.equals(COEFFICIENTS) ? most : TEXT_BYTES;
        entries.put(name, new LimitedInput(zip, path + ": " + name, limit).readAllBytes());
      }
      return entries;
    } catch (FileNotFoundException e) {
      throw new DataException(
          path + ": no such model" + Places.base(path.toString(), files.getConf()), e);
    } catch (ZipException | EOFException | ChecksumException | IllegalArgumentException e) {
      // ChecksumException comes from file systems with their own checksums,
      // IllegalArgumentException from malformed names in the zip archive.
      throw new DataException(Text.format("%s: damaged at %s: %s", path, name, e.getMessage()), e);
    }
  }

  private static byte[] entry(Map<String, byte[]> entries, String name, Path path) {
    byte[] bytes = entries.get(name);
    if (bytes == null) {
      throw new DataException(
          Text.format("%s: expected an entry %s, found %s", path, name, entries.keySet()));
    }
    return bytes;
  }
}
