package io.lautum.fuzz;

import static io.lautum.fuzz.FuzzSeeds.text;

import io.lautum.TarFixture;
import io.lautum.data.file.BinaryFile;
import io.lautum.data.parquet.ParquetFixture;
import io.lautum.data.pickle.PickleReader;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.images.ImageFolderReader;
import io.lautum.data.read.npz.NpzReader;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import io.lautum.fuzz.FuzzSeeds.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.parquet.io.api.Binary;

/** Creates targets for datasets in archives, pickles and Parquet, and for tables of labels. */
final class PackedReaders {
  private static final long MIB = 1 << 20;

  /** Contents of 64 MiB in each of three passes, and an image of any shape. */
  private static final long UNPACKED = 776 * MIB;

  private PackedReaders() {}

  static FuzzTarget tar(Path folder, String name, Compression compression) {
    Path file = folder.resolve(name);
    FuzzTarget.Reader reader =
        input -> Readers.readAll(file, input, new ImageFolderReader(file.toString(), List.of()));
    byte[] seed = FuzzSeeds.compressed(FuzzSeeds.tar(), compression);
    // The bound allows XZ's dictionary twice, in addition to an image of any shape.
    return new FuzzTarget(List.of(seed), reader, UNPACKED, 64);
  }

  /**
   * Creates a target for the records of a tar archive's extended headers. Their lengths, which
   * would stop most inputs early, are correct.
   */
  static FuzzTarget tarHeaders(Path folder) {
    Path file = folder.resolve("a.tar");
    String times = "mtime=1700000000.5\natime=-1\nctime=10\nLIBARCHIVE.creationtime=0.000000001";
    String numbers = "size=%d\nuid=7\ngid=2097152\nSCHILY.devmajor=0\nSCHILY.devminor=0\nuname=u";
    return new FuzzTarget(
        List.of(text(times), text(numbers.formatted(FuzzSeeds.grey().length))),
        input -> {
          TarFixture tar = new TarFixture();
          for (String name : List.of("train/a/0.png", "train/b/1.png", "test/a/2.png")) {
            tar.addExtendedHeader(new String(input, StandardCharsets.ISO_8859_1).split("\n"));
            tar.add(name, FuzzSeeds.grey());
          }
          Readers.readAll(file, tar.finished(), new ImageFolderReader(file.toString(), List.of()));
        },
        UNPACKED,
        1024);
  }

  static FuzzTarget zip(Path folder) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (String name : List.of("train/a/0.png", "train/b/1.png", "test/a/2.png", "notes/x.txt")) {
      entries.put("set/" + name, FuzzSeeds.grey());
    }
    Path file = folder.resolve("a.zip");
    return new FuzzTarget(
        List.of(packed(entries)),
        input -> Readers.readAll(file, input, new ImageFolderReader(file.toString(), List.of())),
        UNPACKED,
        512);
  }

  static FuzzTarget npz(Path folder) {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    for (String set : List.of("train", "test")) {
      arrays.put(set + "_images.npy", npy("(2, 3, 3)", 18));
      arrays.put(set + "_labels.npy", npy("(2, 1)", 2));
    }
    Path file = folder.resolve("a.npz");
    return new FuzzTarget(
        List.of(packed(arrays)),
        input -> Readers.readAll(file, input, new NpzReader(file.toString(), List.of())),
        UNPACKED,
        512);
  }

  private static byte[] npy(String shape, int values) {
    byte[] header =
        "{'descr': '|u1', 'fortran_order': False, 'shape': %s, }\n"
            .formatted(shape)
            .getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.write(header.length);
    file.write(0);
    file.writeBytes(header);
    for (int i = 0; i < values; i++) {
      file.write(i % 2);
    }
    return file.toByteArray();
  }

  static FuzzTarget parquet(Path folder) throws IOException {
    ParquetFixture fixture =
        ParquetFixture.of("required binary content; optional binary label (UTF8);").rowsPerGroup(4);
    for (int i = 0; i < 8; i++) {
      String label = i % 2 == 0 ? "a" : "b";
      fixture.row(
          row ->
              row.append("content", Binary.fromConstantByteArray(FuzzSeeds.grey()))
                  .append("label", label));
    }
    byte[] seed = fixture.bytes(folder);
    Path file = folder.resolve("a.parquet");
    DatasetConfig dataset =
        DatasetConfig.of(
            "a", "parquet", file.toString(), LayoutConfig.DEFAULTS, VectorsConfig.DEFAULTS);
    return new FuzzTarget(
        List.of(seed),
        input -> Readers.readAll(file, input, DatasetFormats.open(dataset)),
        UNPACKED,
        1024);
  }

  private static byte[] packed(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static FuzzTarget pickle(Path folder) throws IOException {
    Path file = folder.resolve("data_batch_1");
    return Readers.target(
        input -> {
          Files.write(file, input);
          try (BinaryFile pickle =
              BinaryFile.open(Readers.HADOOP, new org.apache.hadoop.fs.Path(file.toUri()))) {
            PickleReader.read(pickle);
          }
        },
        pickled(2),
        pickled(0));
  }

  private static byte[] pickled(int protocol) throws IOException {
    String name = "/io/lautum/data/read/cifar/cifar10-protocol-%d.gz".formatted(protocol);
    try (InputStream in = new GZIPInputStream(PackedReaders.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  static FuzzTarget table(Path folder, String name) throws IOException {
    boolean json = name.endsWith("jsonl");
    StringBuilder rows = new StringBuilder(json ? "" : "id,\"the, label\",split\n");
    Files.createDirectories(folder.resolve("images"));
    for (int i = 0; i < 6; i++) {
      Files.write(folder.resolve("images/" + i + ".png"), FuzzSeeds.grey());
      String row =
          json ? "{\"id\": \"%d.png\", \"the, label\": \"%s\"}\n" : "\"%d.png\",%s,train\n";
      rows.append(row.formatted(i, i % 2 == 0 ? "a" : "b"));
    }
    LayoutConfig keys = new LayoutConfig("fine", 0.4, 1, false, "id", "the, label", "");
    return new FuzzTarget(
        List.of(text(rows.toString())),
        input ->
            Readers.readAll(
                folder.resolve(name),
                input,
                new ImageFolderReader(folder.toString(), List.of(), keys)),
        32 * MIB,
        1024);
  }
}
