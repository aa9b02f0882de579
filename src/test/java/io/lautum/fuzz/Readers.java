package io.lautum.fuzz;

import static io.lautum.fuzz.FuzzSeeds.text;

import io.lautum.data.image.DecodedImage;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.data.read.cifar.CifarReader;
import io.lautum.data.read.idx.IdxReader;
import io.lautum.data.read.images.ImageFolderReader;
import io.lautum.evaluation.generalisation.GeneralisationResults;
import io.lautum.evaluation.sampling.LearningCurve;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.JsonLines;
import io.lautum.fuzz.FuzzSeeds.Compression;
import io.lautum.pipeline.search.Trial;
import io.lautum.report.History;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** The readers of bytes, each with seed files and its bound on allocation. */
enum Readers {
  IDX_IMAGES(folder -> idx(folder, "train-images-idx3-ubyte", Compression.NONE)),
  IDX_LABELS(folder -> idx(folder, "train-labels-idx1-ubyte", Compression.NONE)),
  IDX_GZIP(folder -> idx(folder, "train-images-idx3-ubyte.gz", Compression.GZIP)),
  /** The format has no header, so a cut between records cannot be detected. */
  CIFAR_10(folder -> cifar(folder, FuzzSeeds.cifar10(), "data_batch_1.bin"), false),
  CIFAR_100(folder -> cifar(folder, FuzzSeeds.cifar100(), "train.bin"), false),
  /** Without the end marker, an image is complete. */
  PNG(folder -> image("png"), false),
  JPEG(folder -> image("jpeg"), false),
  IMAGE_FOLDER(Readers::imageFolder, false),
  /** A cut within the zeros that end an archive or fill its last record loses nothing. */
  TAR(folder -> PackedReaders.tar(folder, "a.tar", Compression.NONE), false),
  TAR_GZIP(folder -> PackedReaders.tar(folder, "a.tar.gz", Compression.GZIP)),
  TAR_XZ(folder -> PackedReaders.tar(folder, "a.tar.xz", Compression.XZ)),
  SHARD(StoredReaders::shard),
  MANIFEST(StoredReaders::manifest),
  /** A zip's entries are followed by a directory that the reader does not need. */
  MODEL(StoredReaders::model, false),
  MODEL_METADATA(StoredReaders::modelMetadata),
  MODEL_COEFFICIENTS(StoredReaders::modelCoefficients),
  MODEL_GRAPH(StoredReaders::modelGraph),
  CHECKPOINT(StoredReaders::checkpoint),
  CHECKPOINT_STATE(StoredReaders::checkpointState),
  ARTEFACT_MARKER(Readers::artefactMarker),
  RESULTS(
      folder ->
          json(
              """
              {"experiment": "e", "source": "s", "target": "t", "seed": 1, "classes": ["a", "b"],
               "rows": [{"method": "standard", "labels": 50, "draws": [0.5, 0.25], "mean": 0.375,
                 "std": 0.1, "ece": 0.1, "confusion": [[1, 2], [3, 4]]}],
               "pretrain": [{"method": "standard", "canonicalCorrelations": [0.5]}],
               "adapted": [{"method": "standard", "labels": 50}],
               "paper": {"lautum": {"50": 0.5}}}""",
              bytes -> Results.read(new ByteArrayInputStream(bytes), Results.FILE))),
  GENERALISATION(
      folder ->
          json(
              """
              {"experiment": "e", "source": "s", "architecture": "mlp", "seed": 1, "epochs": 2,
               "trainExamples": 3, "testExamples": 4, "rows": [{"regularizer": "none",
                 "batchSize": 5, "train": {"accuracy": 1.0, "crossEntropy": 0.1},
                 "test": {"accuracy": 0.5, "crossEntropy": 0.2}, "gap": 0.5,
                 "gaussian": [{"size": 0.1, "accuracy": 0.5}], "fgsm": [],
                 "spectralNorms": {"logits": 1.5}}]}""",
              bytes -> GeneralisationResults.read(new ByteArrayInputStream(bytes), "g"))),
  LEARNING_CURVE(
      folder ->
          json(
              """
              {"optimizer": "heat", "tau": 0.1, "points": [{"forwardPasses": 1,
                "backwardPasses": 2, "loss": 0.5, "accuracy": 0.5, "effectiveSampleSize": 3.5}]}""",
              bytes -> parsed(bytes, LearningCurve.class))),
  TRIAL(
      folder ->
          json(
              """
              {"number": 1, "values": {"lautum.lambda": "4"}, "folds": [{"draw": 1, "fold": 0,
                "accuracy": 0.5, "crossEntropy": 0.7, "information": 0.1}], "seconds": 1.5}""",
              bytes -> parsed(bytes, Trial.class))),
  /** A last line that a kill has torn is omitted. */
  HISTORY(
      folder ->
          json(
              """
              {"round": 1, "iteration": 9, "crossEntropy": 0.5, "lautumInformation": 0.1, \
              "seconds": 1.5, "averagingSeconds": 0.5, "examplesPerSecond": 100.0}
              {"round": 2, "iteration": 18, "crossEntropy": NaN, "seconds": 1.5, \
              "averagingSeconds": 0.5, "examplesPerSecond": 100.0}
              """,
              bytes -> History.readRounds(new ByteArrayInputStream(bytes), "h")),
      false),
  HISTORY_RESUMED(Readers::resumedHistory, false),
  EXPERIMENT(Readers::experiment, false),
  ZIP(PackedReaders::zip),
  NPZ(PackedReaders::npz),
  PICKLE(PackedReaders::pickle),
  PARQUET(PackedReaders::parquet),
  LABELS_CSV(folder -> PackedReaders.table(folder, "labels.csv"), false),
  LABELS_JSON(folder -> PackedReaders.table(folder, "labels.jsonl"), false),
  FINE_TUNE_STATE(StoredReaders::fineTuneState),
  /** Fewer records are a header, too. */
  TAR_HEADERS(PackedReaders::tarHeaders, false);

  static final Configuration HADOOP = new Configuration();

  private static final long MIB = 1 << 20;

  /** Allocation for opening a few files through Hadoop, and for messages. */
  private static final long FIXED = 8 * MIB;

  /** Copies of the input as bytes, characters and values. */
  private static final long PER_BYTE = 64;

  /** Creates a target that keeps its files in a folder. */
  @FunctionalInterface
  private interface Factory {
    FuzzTarget in(Path folder) throws IOException;
  }

  private final Factory factory;
  private final boolean tellsACut;

  Readers(Factory factory) {
    this(factory, true);
  }

  Readers(Factory factory, boolean tellsACut) {
    this.factory = factory;
    this.tellsACut = tellsACut;
  }

  /** Returns the target, with its files below a folder. */
  FuzzTarget target(Path folder) throws IOException {
    return factory.in(Files.createDirectories(folder));
  }

  /** Returns whether every cut file must be rejected. */
  boolean tellsACut() {
    return tellsACut;
  }

  /** Creates a target with the bound of most readers. */
  static FuzzTarget target(FuzzTarget.Reader reader, byte[]... seeds) {
    return new FuzzTarget(List.of(seeds), reader, FIXED, PER_BYTE);
  }

  private static FuzzTarget idx(Path folder, String fuzzed, Compression compression)
      throws IOException {
    for (String set : List.of("train", "t10k")) {
      Files.write(folder.resolve(set + "-images-idx3-ubyte"), FuzzSeeds.idxImages());
      Files.write(folder.resolve(set + "-labels-idx1-ubyte"), FuzzSeeds.idxLabels());
    }
    byte[] plain = fuzzed.contains("labels") ? FuzzSeeds.idxLabels() : FuzzSeeds.idxImages();
    byte[] seed = FuzzSeeds.compressed(plain, compression);
    Files.deleteIfExists(folder.resolve(fuzzed.replace(".gz", "")));
    FuzzTarget.Reader reader =
        input ->
            readAll(folder.resolve(fuzzed), input, new IdxReader(folder.toString(), List.of()));
    // The bound allows one image of 16 Mi pixels, whose bytes may be missing in a compressed file.
    return compression == Compression.NONE
        ? target(reader, seed)
        : new FuzzTarget(List.of(seed), reader, FIXED + 64 * MIB, 1024);
  }

  private static FuzzTarget cifar(Path folder, byte[] seed, String fuzzed) throws IOException {
    boolean ten = fuzzed.startsWith("data");
    for (int i = 1; ten && i <= 5; i++) {
      Files.write(folder.resolve("data_batch_%d.bin".formatted(i)), seed);
    }
    Files.write(folder.resolve(ten ? "test_batch.bin" : "test.bin"), seed);
    String path = folder.toString();
    return target(
        input ->
            readAll(
                folder.resolve(fuzzed),
                input,
                ten
                    ? CifarReader.cifar10(path, List.of())
                    : CifarReader.cifar100(path, false, List.of())),
        seed);
  }

  private static FuzzTarget image(String format) {
    ImageShape shape = new ImageShape(3, FuzzSeeds.SIDE, FuzzSeeds.SIDE);
    ImageDecoder decoder = new ImageDecoder();
    return target(
        input -> {
          DecodedImage image = decoder.decode("image", input);
          ImageFit.to(shape).apply(image.pixels(), image.shape());
        },
        FuzzSeeds.image(format, BufferedImage.TYPE_3BYTE_BGR),
        FuzzSeeds.image(format, BufferedImage.TYPE_BYTE_GRAY));
  }

  /**
   * Creates a target whose first image may have any shape: up to 8256 pixels per byte of file and
   * 16 Mi pixels.
   */
  private static FuzzTarget imageFolder(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("train/a"));
    Files.createDirectories(folder.resolve("test/a"));
    Files.createDirectories(folder.resolve("train/b"));
    Files.write(folder.resolve("test/a/1.png"), FuzzSeeds.grey());
    Files.write(folder.resolve("train/b/1.png"), FuzzSeeds.grey());
    FuzzTarget.Reader reader =
        input ->
            readAll(
                folder.resolve("train/a/0.png"),
                input,
                new ImageFolderReader(folder.toString(), List.of()));
    return new FuzzTarget(List.of(FuzzSeeds.grey()), reader, FIXED + 512 * MIB, PER_BYTE);
  }

  private static FuzzTarget artefactMarker(Path folder) throws IOException {
    FileSystem files = FileSystem.getLocal(HADOOP);
    TreeMap<String, String> values = new TreeMap<>(Map.of("pretrain.epochs", "2", "seed", "1"));
    org.apache.hadoop.fs.Path hadoop = new org.apache.hadoop.fs.Path(folder.toUri());
    ArtefactMarker marker = new ArtefactMarker(files, hadoop, values);
    return target(
        input -> {
          Files.write(folder.resolve("_SUCCESS"), input);
          marker.checkComplete();
        },
        text("{\"pretrain.epochs\" : \"2\", \"seed\" : \"1\"}"));
  }

  private static FuzzTarget resumedHistory(Path folder) throws IOException {
    FileSystem files = FileSystem.getLocal(HADOOP);
    Path file = folder.resolve("history.jsonl");
    return target(
        input -> {
          Files.write(file, input);
          JsonLines.resume(
                  files,
                  new org.apache.hadoop.fs.Path(file.toUri()),
                  line -> line.path("round").asInt() < 2)
              .close();
        },
        text("{\"round\": 1, \"iteration\": 9}\n{\"round\": 2, \"iteration\": 18}"));
  }

  private static FuzzTarget experiment(Path folder) throws IOException {
    Path file = folder.resolve("e.conf");
    byte[][] seeds = {
      Files.readAllBytes(Path.of("conf/glyphs.conf")),
      Files.readAllBytes(Path.of("conf/generalisation.conf"))
    };
    // The defaults, the file and their combination are trees of some hundred values each.
    return new FuzzTarget(
        List.of(seeds),
        input -> {
          Files.write(file, input);
          ConfigLoader.load(file.toString(), List.of(), Map.of(), HADOOP);
        },
        128 * MIB,
        20_000);
  }

  private static FuzzTarget json(String seed, FuzzTarget.Reader reader) {
    return target(reader, text(seed));
  }

  private static <T> void parsed(byte[] input, Class<T> type) {
    Json.read(new ByteArrayInputStream(input), "file", "an object", type);
  }

  static void readAll(Path file, byte[] input, DatasetReader reader) throws IOException {
    Files.write(file, input);
    reader.info(HADOOP);
    try (var examples = reader.read(HADOOP, Split.TRAIN, 0, 1)) {
      while (examples.hasNext()) {
        examples.next();
      }
    }
  }
}
