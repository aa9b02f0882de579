package io.lautum.fuzz;

import io.lautum.DataException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.read.Example;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.data.shard.ShardWriter;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.training.checkpoint.CheckpointFiles;
import io.lautum.training.checkpoint.CheckpointKind;
import io.lautum.training.distributed.Checkpoints;
import io.lautum.training.finetune.FineTuneStates;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Creates targets for files that the system writes and reads back. Checksums are corrected if they
 * would prevent reading.
 */
final class StoredReaders {
  private static final ShardSet SET = ShardSet.TARGET_UNLABELLED;
  private static final int EXAMPLES = 8;
  private static final long MIB = 1 << 20;
  private static final TransferNetwork NETWORK =
      new TransferNetwork("lenet", new ImageShape(1, 16, 16), 2, 0.5);
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.5f}, new float[] {0.25f});

  private StoredReaders() {}

  /**
   * Creates a target for shards whose manifest was forged together with the file, so that the
   * checksum matches.
   */
  static FuzzTarget shard(Path folder) throws IOException {
    Manifest.File written =
        new ShardWriter(Readers.HADOOP, SET, example -> new float[] {1, 2})
            .write(
                hadoop(folder.resolve(SET.directory())),
                0,
                IntStream.range(0, EXAMPLES)
                    .mapToObj(id -> new Example(id, 0, new byte[] {1, (byte) id, 3}))
                    .iterator());
    Path file = folder.resolve(written.file());
    byte[] seed = Files.readAllBytes(file);
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    ShardReader reader = new ShardReader(Readers.HADOOP, hadoop(folder));
    return new FuzzTarget(
        List.of(seed),
        input -> {
          Files.write(file, input);
          reader.read(
              SET, new Manifest.File(written.file(), EXAMPLES, written.content(), sha256(input)));
        },
        // The bound allows Parquet's schema, codecs and buffers.
        32 * MIB,
        512);
  }

  static FuzzTarget manifest(Path folder) throws IOException {
    ImageShape shape = new ImageShape(1, 2, 2);
    Manifest.Counts counts = new Manifest.Counts(2, List.of(1L, 1L));
    DatasetSummary domain =
        new DatasetSummary(
            "d", shape, List.of("a", "b"), NORMALIZATION, counts, counts, counts, counts);
    FileSystem files = FileSystem.getLocal(Readers.HADOOP);
    List<Manifest.File> shards =
        List.of(new Manifest.File("source-train/shard-00000.parquet", 2, "ff00", "00ff"));
    new Manifest(1, 1, domain, domain, new Manifest.Components(2, 0.5), shards)
        .write(files, hadoop(folder));
    Path file = folder.resolve(Manifest.FILE);
    byte[] seed = Files.readAllBytes(file);
    Files.delete(folder.resolve(".manifest.json.crc"));
    return Readers.target(
        input -> {
          Files.write(file, input);
          Manifest.read(files, hadoop(folder));
        },
        seed);
  }

  static FuzzTarget model(Path folder) throws IOException {
    Path file = folder.resolve("model.zip");
    return model(zip(modelEntries(folder)), input -> Files.write(file, input), file);
  }

  static FuzzTarget modelMetadata(Path folder) throws IOException {
    return modelEntry(folder, "lautum.json");
  }

  static FuzzTarget modelCoefficients(Path folder) throws IOException {
    return modelEntry(folder, "coefficients.bin");
  }

  static FuzzTarget modelGraph(Path folder) throws IOException {
    return modelEntry(folder, "configuration.json");
  }

  /** Creates a target for one entry of a zip with correct checksums. */
  private static FuzzTarget modelEntry(Path folder, String name) throws IOException {
    Map<String, byte[]> entries = modelEntries(folder);
    Path file = folder.resolve("model.zip");
    return model(
        entries.get(name),
        input -> {
          Map<String, byte[]> changed = new LinkedHashMap<>(entries);
          changed.put(name, input);
          Files.write(file, zip(changed));
        },
        file);
  }

  private static FuzzTarget model(byte[] seed, FuzzTarget.Reader writer, Path file)
      throws IOException {
    FileSystem files = FileSystem.getLocal(Readers.HADOOP);
    return new FuzzTarget(
        List.of(seed),
        input -> {
          writer.read(input);
          TrainedModel.read(files, hadoop(file));
        },
        // The bound allows DL4J's configuration of the network, and weights that are all zero.
        64 * MIB,
        256);
  }

  private static Map<String, byte[]> modelEntries(Path folder) throws IOException {
    ModelMetadata metadata =
        new ModelMetadata(NETWORK, List.of("a", "b"), NORMALIZATION, "standard");
    Path file = folder.resolve("seed.zip");
    new TrainedModel(metadata, new float[(int) NETWORK.weights()])
        .write(FileSystem.getLocal(Readers.HADOOP), hadoop(file));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  static FuzzTarget checkpoint(Path folder) throws IOException {
    byte[] state = checkpointBytes();
    return checkpoint(folder, withChecksum(state), input -> input);
  }

  /** Creates a target for the state without its checksum, which is corrected. */
  static FuzzTarget checkpointState(Path folder) throws IOException {
    return checkpoint(folder, checkpointBytes(), StoredReaders::withChecksum);
  }

  private interface Framing {
    byte[] of(byte[] input);
  }

  private static FuzzTarget checkpoint(Path folder, byte[] seed, Framing framing)
      throws IOException {
    // Every rejection is a warning.
    Configurator.setLevel(Checkpoints.class.getName(), Level.OFF);
    Path file = folder.resolve("round-00000001.bin");
    Checkpoints checkpoints =
        new Checkpoints(FileSystem.getLocal(Readers.HADOOP), hadoop(folder), 1, 2);
    return Readers.target(
        input -> {
          Files.write(file, framing.of(input));
          if (checkpoints.latest().isEmpty()) {
            throw new DataException("rejected, and there is no previous checkpoint");
          }
        },
        seed);
  }

  /** Creates a target for a fine-tuning's state, whose checksum is corrected. */
  static FuzzTarget fineTuneState(Path folder) throws IOException {
    CheckpointKind kind = new CheckpointKind("step", 7, Set.of());
    Path file = folder.resolve("step-00000003.bin");
    CheckpointFiles files =
        new CheckpointFiles(FileSystem.getLocal(Readers.HADOOP), hadoop(folder), kind, 2);
    return Readers.target(
        input -> {
          Files.write(file, withChecksum(input));
          files.read(hadoop(file), FineTuneStates::read);
        },
        FineTuneStates.bytes(kind.magic()));
  }

  private static byte[] checkpointBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x4c535032);
    out.writeInt(70);
    for (int length : new int[] {5, 3}) {
      out.writeInt(length);
      for (int i = 0; i < length; i++) {
        out.writeFloat(i);
      }
    }
    writeVectors(out, 1, 0);
    out.writeInt(2);
    writeVectors(out);
    writeVectors(out, 2);
    return bytes.toByteArray();
  }

  /** Writes named vectors of these lengths. */
  private static void writeVectors(DataOutputStream out, int... lengths) throws IOException {
    out.writeInt(lengths.length);
    for (int number = 0; number < lengths.length; number++) {
      out.writeUTF("vector" + number);
      out.writeInt(lengths[number]);
      for (int i = 0; i < lengths[number]; i++) {
        out.writeDouble(i);
      }
    }
  }

  private static byte[] withChecksum(byte[] state) {
    CRC32C checksum = new CRC32C();
    checksum.update(state);
    byte[] file = Arrays.copyOf(state, state.length + Long.BYTES);
    ByteBuffer.wrap(file).putLong(state.length, checksum.getValue());
    return file;
  }

  private static String sha256(byte[] input) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
