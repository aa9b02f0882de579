package io.lautum.data.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.image.EncoderDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundEncoderTest {
  private static final Configuration HADOOP = new Configuration(false);

  @TempDir private Path folder;
  private Path trained;
  private Path nextToModel;
  private org.apache.hadoop.fs.Path model;

  @BeforeEach
  void writeTheEncoderThatTheModelWasTrainedWith() throws IOException {
    trained = folder.resolve("trained/e.onnx");
    nextToModel = folder.resolve("served/e.onnx");
    model = new org.apache.hadoop.fs.Path(folder.resolve("served/model.zip").toUri());
    write(trained, 8);
  }

  private static void write(Path file, int side) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, OnnxFixture.usual(side).toByteArray());
  }

  /** Returns the description of the encoder, as if it had been at another place. */
  private EncoderDescription description(String place) throws IOException {
    return description(place, 8, 7);
  }

  /** Returns a description as {@code prepare} writes it, for images of another size. */
  private EncoderDescription description(String place, int side, Integer batch) throws IOException {
    try (OnnxEncoder encoder =
        OnnxEncoder.open(HADOOP, trained.toString(), EncoderSettings.DEFAULTS, 1)) {
      EncoderDescription found = encoder.description();
      return new EncoderDescription(
          place,
          found.sha256(),
          found.output(),
          found.width(),
          found.channels(),
          side,
          side,
          found.layout(),
          found.levels(),
          found.mean(),
          found.std(),
          found.fit(),
          found.background(),
          batch);
    }
  }

  @Test
  void fileNextToTheModelHasPriority() throws IOException {
    EncoderDescription description = description(trained.toUri().toString());
    assertThat(FoundEncoder.find(description, model, HADOOP).file()).endsWith("/trained/e.onnx");
    assertThat(FoundEncoder.find(description, null, HADOOP).file()).endsWith("/trained/e.onnx");
    write(nextToModel, 8);
    FoundEncoder found = FoundEncoder.find(description, model, HADOOP);
    assertThat(found.file()).endsWith("/served/e.onnx");

    byte[] image = new byte[3 * 8 * 8];
    try (FoundEncoder.Images images = found.open(HADOOP, 1);
        OnnxEncoder encoder =
            OnnxEncoder.open(HADOOP, trained.toString(), EncoderSettings.DEFAULTS, 1)) {
      EncoderBatch batch = encoder.batch();
      batch.add("black", image);
      assertThat(images.vectors(List.of("black"), List.of(image)).get(0))
          .isEqualTo(batch.encode()[0]);
    }
  }

  @Test
  void otherServersAreNotAsked() throws IOException {
    for (String place : List.of("hdfs://other:8020/e.onnx", "file://other/e.onnx")) {
      EncoderDescription description = description(place);
      assertThatThrownBy(() -> FoundEncoder.find(description, model, HADOOP))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("served/model.zip: needs the encoder with the SHA-256 ")
          .hasMessageEndingWith("served/e.onnx]; copy it next to the model");
    }
  }

  @Test
  void otherEncodersAreRejected() throws IOException {
    EncoderDescription description = description(trained.toUri().toString());
    write(nextToModel, 9);
    assertThatThrownBy(() -> FoundEncoder.find(description, model, HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("served/e.onnx: expected the encoder of ")
        .hasMessageContaining(", with the SHA-256 " + description.sha256() + ", found another");
  }

  @Test
  void aTrainedModelsEncoderMayBeOnAnotherFileSystemThanTheDefault() throws IOException {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.defaultFS", "hdfs://127.0.0.1:1");
    EncoderDescription description = description(trained.toUri().toString());
    assertThat(FoundEncoder.find(description, null, hadoop).file()).endsWith("/trained/e.onnx");
    Files.delete(trained);
    assertThatThrownBy(() -> FoundEncoder.find(description, null, hadoop))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("the model: needs the encoder with the SHA-256 ")
        .hasMessageEndingWith("trained/e.onnx]; copy it there");
  }

  @Test
  void batchIsThatOfThePreparationUnlessItIsTooLarge() throws IOException {
    assertThat(EncoderSettings.of(description("e.onnx", 1280, 8)).batch()).isEqualTo(8);
    assertThat(EncoderSettings.of(description("e.onnx", 8, null)).batch()).isEqualTo(64);
    // 2^30 / (4 * 3 * 1280^2) = 54.6
    assertThat(EncoderSettings.of(description("e.onnx", 1280, null)).batch()).isEqualTo(54);
    assertThat(EncoderSettings.of(description("e.onnx", 1280, Integer.MAX_VALUE)).batch())
        .isEqualTo(54);
    try (OnnxEncoder encoder =
        OnnxEncoder.open(
            HADOOP,
            trained.toString(),
            EncoderSettings.of(description("e.onnx", 8, 5)).withPlainLevels(),
            1)) {
      assertThat(encoder.description().batch()).isEqualTo(5);
    }
  }

  @Test
  void encoderIsReturnedIfItsBatchCannotBeCreated() {
    AtomicBoolean returned = new AtomicBoolean();
    SharedEncoders.Lease lease =
        new SharedEncoders.Lease() {
          @Override
          public OnnxEncoder encoder() {
            throw new IllegalStateException("no memory");
          }

          @Override
          public void close() {
            returned.set(true);
          }
        };
    assertThatThrownBy(() -> new FoundEncoder.Images(lease)).hasMessage("no memory");
    assertThat(returned).isTrue();
  }
}
