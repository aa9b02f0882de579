package io.lautum.cli;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.storage.NewFolder;
import io.lautum.interchange.onnx.GraphStart;
import io.lautum.interchange.onnx.MlflowFolder;
import io.lautum.interchange.onnx.OnnxDifference;
import io.lautum.interchange.onnx.OnnxFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lautum export}. */
@Command(
    name = "export",
    description =
        "Write a saved model as an ONNX file, which other programs and services execute. The file"
            + " is compared with the model on images before it is written.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum export --model"
          + " runs/glyphs/finetune/lautum/labels-200/draw-1/model.zip --output glyphs.onnx"
    })
final class ExportCommand implements Callable<Integer> {
  /** Formats of the output. */
  enum Format {
    ONNX,
    TRITON,
    MLFLOW
  }

  @Option(
      names = "--model",
      converter = Place.class,
      required = true,
      paramLabel = "<model.zip>",
      description = "Model written by finetune, pretrain or adapt; any Hadoop path.")
  private String model;

  @Option(
      names = "--output",
      converter = OutputPlace.class,
      required = true,
      paramLabel = "<path>",
      description =
          "New file; with --format triton or mlflow, new folder; for Triton it is named like the"
              + " model.")
  private String output;

  @Option(
      names = "--format",
      paramLabel = "<format>",
      description =
          "onnx: one file. triton: a folder with config.pbtxt for a Triton server. mlflow: a folder"
              + " for mlflow models serve. Default: onnx.")
  private Format format = Format.ONNX;

  @Option(
      names = "--images",
      converter = Place.class,
      paramLabel = "<folder>",
      description =
          "Images for the comparison, at most 1000 of them. Default: drawn and random images.")
  private String images;

  @Option(
      names = "--without-preprocessing",
      description = "The graph expects normalised images instead of levels from 0 to 255.")
  private boolean withoutPreprocessing;

  @Option(
      names = "--with-encoder",
      description =
          "The file contains the encoder of the model too, and takes images of its size. Without"
              + " this option it takes the encoder's vectors.")
  private boolean withEncoder;

  @Override
  public Integer call() throws IOException {
    Preflight.storage(SparkRuntime.hadoop(), List.of(model));
    OnnxFile file = new OnnxFile(SparkRuntime.hadoop());
    Path destination = new Path(output);
    FileSystem files = destination.getFileSystem(SparkRuntime.hadoop());
    if (files.exists(destination)) {
      throw new UserException(
          Text.format("--output %s: exists already; choose another path", output));
    }
    Optional<Path> folder = Optional.ofNullable(images).map(Path::new);
    Path source = new Path(model);
    GraphStart start = start();
    OnnxDifference difference =
        switch (format) {
          case ONNX -> file.write(source, destination, start, folder);
          case TRITON ->
              NewFolder.write(
                  files,
                  destination,
                  made -> file.writeTriton(source, made, destination.getName(), start, folder));
          case MLFLOW ->
              NewFolder.write(
                  files,
                  destination,
                  made ->
                      new MlflowFolder(SparkRuntime.hadoop())
                          .write(source, made, start, folder, Optional.empty())
                          .difference());
        };
    System.out.println(output + ": " + difference);
    return 0;
  }

  private GraphStart start() {
    if (withEncoder && withoutPreprocessing) {
      throw new UserException(
          "--with-encoder and --without-preprocessing: the encoder's images are prepared in the"
              + " graph; leave one of them out");
    }
    if (withEncoder) {
      return GraphStart.ENCODER;
    }
    return withoutPreprocessing ? GraphStart.NORMALISED : GraphStart.EXAMPLES;
  }
}
