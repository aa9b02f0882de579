package io.lautum.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.DataException;
import io.lautum.storage.AtomicFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Trained weights with their metadata; travels to executors. The file is a zip of DL4J's {@code
 * configuration.json} and {@code coefficients.bin} and of our {@code lautum.json}.
 *
 * @param metadata what the weights are of
 * @param parameters the weights in DL4J's flat order
 */
public record TrainedModel(ModelMetadata metadata, float[] parameters) implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GRAPH = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final String METADATA = "lautum.json";

  /** The earliest that a zip file can say. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** The one-input network with these weights, for inference. */
  public ComputationGraph network() {
    ComputationGraph network = new ComputationGraph(metadata.network().inference(new NoOp(), 0));
    network.init(Nd4j.create(parameters, new long[] {1, parameters.length}, 'c'), true);
    return network;
  }

  /** Writes the file atomically. */
  public void write(FileSystem files, Path path) throws IOException {
    AtomicFile.write(files, path, this::write);
  }

  private void write(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(timeless(METADATA));
    zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(metadata));
    zip.putNextEntry(timeless(GRAPH));
    zip.write(
        metadata.network().inference(new NoOp(), 0).toJson().getBytes(StandardCharsets.UTF_8));
    zip.putNextEntry(timeless(COEFFICIENTS));
    ByteArrayOutputStream coefficients = new ByteArrayOutputStream();
    Nd4j.write(
        Nd4j.create(parameters, new long[] {1, parameters.length}, 'c'),
        new DataOutputStream(coefficients));
    coefficients.writeTo(zip);
    zip.finish();
  }

  /** An entry without the time of day, so that the same model is the same file. */
  private static ZipEntry timeless(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(EPOCH);
    return entry;
  }

  /**
   * Reads a file that {@link #write} wrote. The network is built from the metadata alone; the graph
   * in the file is for other programs.
   *
   * @throws DataException if it is not there or is no such file
   */
  public static TrainedModel read(FileSystem files, Path path) throws IOException {
    Map<String, byte[]> entries = entries(files, path);
    try {
      ModelMetadata metadata = JSON.readValue(entry(entries, METADATA, path), ModelMetadata.class);
      DataInputStream in =
          new DataInputStream(new ByteArrayInputStream(entry(entries, COEFFICIENTS, path)));
      INDArray parameters = Nd4j.read(in);
      if (parameters.dataType() != DataType.FLOAT) {
        throw new DataException(
            "%s: expected weights of type FLOAT, found %s".formatted(path, parameters.dataType()));
      }
      return new TrainedModel(metadata, parameters.toFloatVector());
    } catch (JsonProcessingException e) {
      throw new DataException(
          "%s: %s is not a model's: %s".formatted(path, METADATA, e.getOriginalMessage()), e);
    }
  }

  private static Map<String, byte[]> entries(FileSystem files, Path path) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    String name = "the first entry";
    try (InputStream file = files.open(path);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        name = entry.getName();
        entries.put(name, zip.readAllBytes());
      }
      return entries;
    } catch (FileNotFoundException e) {
      throw new DataException(path + ": no such model", e);
    } catch (ZipException | EOFException | ChecksumException e) {
      // The last is what a file system with checksums of its own says.
      throw new DataException("%s: damaged at %s: %s".formatted(path, name, e.getMessage()), e);
    }
  }

  private static byte[] entry(Map<String, byte[]> entries, String name, Path path) {
    byte[] bytes = entries.get(name);
    if (bytes == null) {
      throw new DataException(
          "%s: expected an entry %s, found %s".formatted(path, name, entries.keySet()));
    }
    return bytes;
  }
}
