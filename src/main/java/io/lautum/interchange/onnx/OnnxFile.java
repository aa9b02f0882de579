package io.lautum.interchange.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.encoder.FoundEncoder;
import io.lautum.data.image.EncoderDescription;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a saved model as an ONNX file. The file is compared with the model by ONNX Runtime before
 * it is written.
 */
public final class OnnxFile {
  /** Name of the file next to a model file. */
  public static final String NAME = "model.onnx";

  /** Entry of the metadata with the digest of the model file. */
  static final String DIGEST = "model.sha256";

  private static final Logger LOG = LoggerFactory.getLogger(OnnxFile.class);

  private static final String TRITON_VERSION = "1";

  private final Configuration hadoop;

  public OnnxFile(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Writes an ONNX file.
   *
   * @param model model file
   * @param output file, which is replaced
   * @param start where the graph begins
   * @param images folder of images for the comparison; without one, drawn and random images
   * @throws DataException if the model or the images cannot be read
   * @throws IllegalStateException if the outputs of the file and the model differ by more than
   *     rounding; nothing has been written then
   */
  public OnnxDifference write(Path model, Path output, GraphStart start, Optional<Path> images)
      throws IOException {
    return write(read(model), model, output, start, images);
  }

  OnnxDifference write(
      TrainedModel trained, Path model, Path output, GraphStart start, Optional<Path> images)
      throws IOException {
    Map<String, String> provenance = Map.of(DIGEST, digest(model));
    GraphInput input = new GraphInput(trained.metadata(), start);
    OnnxDifference difference;
    byte[] content;
    if (start == GraphStart.ENCODER) {
      FoundEncoder encoder = encoder(trained, model);
      content = OnnxExport.withEncoder(encoder.content(hadoop), trained, provenance).toByteArray();
      try (FoundEncoder.Images encoded = encoder.open(hadoop, 1)) {
        difference = compare(trained, content, input, images, encoded::examples);
      }
    } else {
      content = OnnxExport.of(trained, start, provenance).toByteArray();
      difference = compare(trained, content, input, images, UnaryOperator.identity());
      warnOfEncoder(trained.metadata(), output.getName(), input);
    }
    AtomicFile.write(output.getFileSystem(hadoop), output, out -> out.write(content));
    return difference;
  }

  private FoundEncoder encoder(TrainedModel trained, Path model) throws IOException {
    EncoderDescription description = trained.metadata().encoder();
    if (description == null) {
      throw new UserException(
          Text.format("--with-encoder: %s was trained without an encoder; leave it out", model));
    }
    return FoundEncoder.find(description, model, hadoop);
  }

  private static void warnOfEncoder(ModelMetadata metadata, String output, GraphInput input) {
    EncoderDescription encoder = metadata.encoder();
    if (encoder != null) {
      LOG.info(
          "{} starts after the encoder: its input {} is the output {} of {}; --with-encoder"
              + " writes both",
          output,
          input.name(),
          encoder.output(),
          new Path(encoder.encoder()).getName());
    }
  }

  /**
   * Writes a model of a Triton server's repository: {@code config.pbtxt} and {@code 1/model.onnx}.
   *
   * @param folder folder of the model
   * @param name name of the model, which is that of the folder in the repository
   */
  public OnnxDifference writeTriton(
      Path model, Path folder, String name, GraphStart start, Optional<Path> images)
      throws IOException {
    TrainedModel trained = read(model);
    Path output = new Path(new Path(folder, TRITON_VERSION), NAME);
    OnnxDifference difference = write(trained, model, output, start, images);
    byte[] config =
        TritonConfig.of(name, new GraphInput(trained.metadata(), start))
            .getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(
        folder.getFileSystem(hadoop), new Path(folder, "config.pbtxt"), out -> out.write(config));
    return difference;
  }

  /** Returns whether an ONNX file exists and was written from this model file. */
  public boolean isOf(Path model, Path onnx) throws IOException {
    FileSystem files = onnx.getFileSystem(hadoop);
    if (!files.exists(onnx)) {
      return false;
    }
    try (FSDataInputStream in = files.open(onnx)) {
      String digest = digest(model);
      return ModelProto.parseFrom(in).getMetadataPropsList().stream()
          .anyMatch(entry -> entry.getKey().equals(DIGEST) && entry.getValue().equals(digest));
    } catch (InvalidProtocolBufferException | ChecksumException e) {
      return false;
    }
  }

  TrainedModel read(Path model) throws IOException {
    return TrainedModel.read(model.getFileSystem(hadoop), model);
  }

  private OnnxDifference compare(
      TrainedModel model,
      byte[] content,
      GraphInput input,
      Optional<Path> images,
      UnaryOperator<byte[][]> vectors)
      throws IOException {
    if (input.isVectors() && images.isPresent()) {
      throw new UserException("--images: the model expects vectors, so there is nothing to decode");
    }
    OnnxDifference difference;
    try {
      difference =
          OnnxDifference.of(model, content, input, input.examples(hadoop, images), vectors);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime rejects the export: " + e.getMessage(), e);
    }
    if (!difference.isRounding()) {
      throw new IllegalStateException(
          Text.format("the export computes other outputs than the model: %s", difference));
    }
    return difference;
  }

  String digest(Path model) throws IOException {
    try (FSDataInputStream in = model.getFileSystem(hadoop).open(model)) {
      return DigestUtils.sha256Hex(in);
    }
  }
}
