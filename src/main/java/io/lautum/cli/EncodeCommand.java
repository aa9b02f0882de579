package io.lautum.cli;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.encoder.EncodeJob;
import io.lautum.data.encoder.EncodedDataset;
import io.lautum.data.encoder.EncodedDataset.Kind;
import io.lautum.data.encoder.EncoderSettings;
import io.lautum.data.image.Background;
import io.lautum.data.image.EncoderLayout;
import io.lautum.data.image.ImageFit;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.lock.ExperimentLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lautum encode}. */
@Command(
    name = "encode",
    description =
        "Turn images into vectors with an encoder in an ONNX file, and write them as a table in"
            + " Parquet with the columns path, label, split, sha256 and features. Run it again"
            + " after adding images or changing labels: it encodes only new images.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum encode --images photos --encoder resnet18.onnx --output"
          + " photos.vectors"
    })
final class EncodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--images",
      converter = Place.class,
      paramLabel = "<dir>",
      description =
          "Labelled images, in any form that prepare reads: folders of classes, an archive, a"
              + " table; any Hadoop path. The column split is test for images of its test set.")
  private String images;

  @Option(
      names = "--unlabelled",
      converter = Place.class,
      paramLabel = "<dir>",
      description =
          "Images without labels: a folder of any depth, or an archive. Their labels are null.")
  private String unlabelled;

  @Option(
      names = "--test",
      converter = Place.class,
      paramLabel = "<dir>",
      description = "Labelled test images. With them, none of --images become test images.")
  private String test;

  @Option(
      names = "--encoder",
      converter = Place.class,
      required = true,
      paramLabel = "<file.onnx>",
      description =
          "Encoder whose input is one batch of images, float or float16; any Hadoop path.")
  private String encoder;

  @Option(
      names = "--output",
      converter = OutputPlace.class,
      required = true,
      paramLabel = "<dir>",
      description =
          "Folder of the table. If it has a table of the same encoder, images in it are not encoded"
              + " again.")
  private String output;

  @Option(
      names = "--output-name",
      paramLabel = "<name>",
      description = "Output of the encoder that is the vector. Default: the only output.")
  private String outputName = "";

  @Option(
      names = "--size",
      paramLabel = "<n>",
      description =
          "Height and width of the images. Default: the encoder's, or 224 if it takes any size.")
  private Integer size;

  @Option(
      names = "--levels",
      paramLabel = "<n>",
      description =
          "Value of white before the mean is subtracted: 1 (as torchvision) or 255. Default: 1.")
  private int levels = 1;

  @Option(
      names = "--mean",
      split = ",",
      paramLabel = "<m>",
      description =
          "Mean per channel. Default: 0.485,0.456,0.406 with --levels 1, and 0 with --levels 255.")
  private List<Float> mean = List.of();

  @Option(
      names = "--std",
      split = ",",
      paramLabel = "<s>",
      description =
          "Standard deviation per channel. Default: 0.229,0.224,0.225 with --levels 1, and 1 with"
              + " --levels 255.")
  private List<Float> std = List.of();

  @Option(
      names = "--layout",
      paramLabel = "<layout>",
      description =
          "Order of the input's dimensions: nchw (PyTorch) or nhwc (TensorFlow). Default: as the"
              + " input's shape shows, or nchw.")
  private EncoderLayout layout;

  @Option(
      names = "--batch",
      paramLabel = "<n>",
      description = "Images per execution, unless the encoder takes a fixed number. Default: 64.")
  private int batch = EncoderSettings.USUAL_BATCH;

  @Option(
      names = "--overwrite",
      description = "Encode all images again, and replace a table of another encoder.")
  private boolean overwrite;

  @Option(
      names = "-D",
      paramLabel = "<key=value>",
      description =
          "Set a key of the datasets or of image.fit and image.background, such as -D"
              + " target.bad-files=skip or -D target.test-share=0.1. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    ExperimentConfig config = config();
    EncoderSettings settings = settings(config);
    List<String> read = new ArrayList<>(config.inputPlaces().values());
    read.add(encoder);
    Preflight.storage(SparkRuntime.hadoop(), read, () -> true, new Path(output));
    Path table = new Path(AdaptOptions.place(output));
    Thread worker = Thread.currentThread();
    try (ExperimentLock lock = EncodeJob.lock(SparkRuntime.hadoop(), table, worker::interrupt);
        Interruption interruption = new Interruption(spec, lock::close, reason -> {});
        SparkRuntime spark = new SparkRuntime()) {
      EncodeJob.Encoded encoded =
          new EncodeJob(spark.context("encode"))
              .run(
                  AdaptOptions.place(encoder),
                  settings,
                  datasets(config),
                  table.toString(),
                  overwrite);
      lock.requireHeld();
      interruption.end();
      System.out.print(
          Text.format(
              "%d images of %d values: %d encoded, %d kept%s: %s%n",
              encoded.images(),
              encoded.width(),
              encoded.encoded(),
              encoded.images() - encoded.encoded(),
              encoded.skipped() == 0 ? "" : Text.format(", %d bad files", encoded.skipped()),
              output));
    }
    return 0;
  }

  /** Returns the configuration of the datasets: the keys of the block target. It has no source. */
  private ExperimentConfig config() {
    String first = images == null ? unlabelled == null ? test : unlabelled : images;
    if (first == null) {
      throw new UserException("expected one or more of --images, --unlabelled and --test");
    }
    List<String> values = new ArrayList<>(overrides);
    values.add("experiment=encode");
    values.add("target.labelled=" + AdaptOptions.quoted(AdaptOptions.place(first)));
    return ConfigLoader.load(List.of(), values, System.getenv(), SparkRuntime.hadoop());
  }

  private List<EncodedDataset> datasets(ExperimentConfig config) {
    DatasetConfig target = config.target();
    List<EncodedDataset> datasets = new ArrayList<>();
    if (images != null) {
      DatasetConfig labelled = test == null ? target : target.whole(target.name(), target.path());
      datasets.add(new EncodedDataset(labelled, Kind.LABELLED));
    }
    if (unlabelled != null) {
      datasets.add(
          new EncodedDataset(
              target.whole("unlabelled images", AdaptOptions.place(unlabelled)), Kind.UNLABELLED));
    }
    if (test != null) {
      datasets.add(
          new EncodedDataset(target.whole("test images", AdaptOptions.place(test)), Kind.TEST));
    }
    return datasets;
  }

  private EncoderSettings settings(ExperimentConfig config) {
    if (size != null) {
      PositiveOption.require("--size", size);
    }
    PositiveOption.require("--batch", batch);
    return new EncoderSettings(
        outputName,
        size == null ? 0 : size,
        levels,
        mean,
        std,
        layout,
        batch,
        EnumNames.named(ImageFit.Mode.class, "image.fit", config.image().fit()),
        Background.parse(config.image().background()).orElseThrow());
  }
}
