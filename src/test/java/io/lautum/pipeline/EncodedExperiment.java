package io.lautum.pipeline;

import io.lautum.LocalSpark;
import io.lautum.RandomShards;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.image.PngImage;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetReader.Examples;
import io.lautum.data.read.Example;
import io.lautum.data.read.Split;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.interchange.onnx.GraphStart;
import io.lautum.interchange.onnx.OnnxExport;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** An experiment on generated characters, whose images an encoder turns into vectors. */
public record EncodedExperiment(Path folder) {
  static final int SOURCE = 50;
  public static final int TARGET = 60;

  private static final int SIDE = 28;
  private static final String FILE =
      """
experiment = encoded
source { name = digits, format = glyphs, glyphs = digits, train-count = 40, test-count = 10, seed = 1 }
target { name = letters, path = "%1$s/letters" }
image.encoder { model = "%1$s/encoder.onnx", output = embedding, levels = 255, batch = 7 }
prepare { labelled-fraction = 0.5, components = 4 }
network { architecture = mlp, widths = [16] }
workers = 2
methods = [scratch, standard]
labels = [20]
draws = 1
pretrain { epochs = 1, batch-size = 16, averaging-interval = 5 }
finetune { steps = 20, batch-size = 10, augmentation.noise = 0.1 }
""";

  /** Writes the encoder and the target's images. */
  public static EncodedExperiment write(Path folder) throws IOException {
    EncodedExperiment experiment = new EncodedExperiment(folder);
    experiment.writeEncoder(3);
    ExperimentConfig letters =
        ConfigLoader.load(
            List.of(),
            List.of(
                "experiment=letters",
                "target.format=glyphs",
                "target.glyphs=letters",
                "target.train-count=" + TARGET,
                "source.format=glyphs",
                "source.glyphs=digits"),
            Map.of(),
            new Configuration(false));
    try (Examples examples =
        DatasetFormats.open(letters.target()).read(new Configuration(false), Split.TRAIN, 0, 1)) {
      while (examples.hasNext()) {
        Example example = examples.next();
        experiment.writeImage(
            (char) ('a' + example.label()) + "/" + example.id() + ".png", example.pixels());
      }
    }
    return experiment;
  }

  /** Writes an encoder with random weights. */
  void writeEncoder(int seed) throws IOException {
    TransferNetwork network = new TransferNetwork("mlp", new ImageShape(1, SIDE, SIDE), 2, 0);
    Normalization normalization = new Normalization(new float[] {0.5f}, new float[] {0.3f});
    TrainedModel model =
        new TrainedModel(
            new ModelMetadata(network, List.of("a", "b"), normalization, "standard"),
            RandomShards.weights(network, seed));
    Files.write(encoder(), OnnxExport.of(model, GraphStart.EXAMPLES, Map.of()).toByteArray());
  }

  void writeImage(String name, byte[] pixels) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, SIDE, SIDE, pixels);
    Path file = images().resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, PngImage.encode(image));
  }

  public Path images() {
    return folder.resolve("letters");
  }

  public Path encoder() {
    return folder.resolve("encoder.onnx");
  }

  ExperimentConfig config(String... overrides) throws IOException {
    Path file = folder.resolve("encoded.conf");
    Files.writeString(file, FILE.formatted(folder));
    return ConfigLoader.load(
        file.toString(), List.of(overrides), Map.of(), new Configuration(false));
  }

  ExperimentDirectory directory() {
    return new ExperimentDirectory(
        folder.resolve("work").toString(), "encoded", new Configuration(false));
  }

  Pipeline pipeline(String... overrides) throws IOException {
    return new Pipeline(
        new ExperimentContext(
            config(overrides), directory(), new Configuration(false), LocalSpark::context),
        ExistingResults.OVERWRITE);
  }

  Manifest manifest() throws IOException {
    return Manifest.read(directory().files(), directory().shards());
  }

  /** Returns the number of vectors that the encoder has computed. */
  long computed() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(Path.of(directory().embeddings().toUri().getPath()))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".vectors")).toList()) {
        bytes += Files.size(file);
      }
    }
    // The digest and a value per feature.
    return bytes / (32 + 4L * manifest().target().shape().size());
  }
}
