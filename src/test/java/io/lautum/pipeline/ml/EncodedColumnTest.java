package io.lautum.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.LocalSpark;
import io.lautum.PngFixture;
import io.lautum.RandomShards;
import io.lautum.data.encoder.EncoderSettings;
import io.lautum.data.encoder.OnnxEncoder;
import io.lautum.data.encoder.OnnxFixture;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.Normalization;
import io.lautum.data.image.ValueType;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose images an encoder turns into vectors. */
class EncodedColumnTest {
  @TempDir private Path folder;

  private TransferClassificationModel model(Path encoder) throws IOException {
    try (OnnxEncoder opened =
        OnnxEncoder.open(
            new Configuration(false), encoder.toUri().toString(), EncoderSettings.DEFAULTS, 1)) {
      TransferNetwork network = new TransferNetwork("linear", FloatVector.shape(2), 2, 0);
      ModelMetadata metadata =
          new ModelMetadata(
              network,
              List.of("a", "b"),
              new Normalization(new float[] {0, 0}, new float[] {1, 1}, ValueType.FLOAT),
              "scratch",
              null,
              opened.description());
      TrainedModel trained = new TrainedModel(metadata, RandomShards.weights(network, 3));
      return new TransferClassificationModel("model", trained, null);
    }
  }

  @Test
  void encoderMayBeNextToTheSavedModel() throws IOException {
    Path encoder = folder.resolve("e.onnx");
    Files.write(encoder, OnnxFixture.usual(8).toByteArray());
    Dataset<Row> images =
        LocalSpark.session()
            .createDataFrame(
                List.of(RowFactory.create((Object) PngFixture.encode(8, 9, 1))),
                new StructType().add("content", DataTypes.BinaryType));
    TransferClassificationModel fitted = model(encoder);
    List<Row> expected = fitted.transform(images).collectAsList();
    Path saved = folder.resolve("saved");
    fitted.save(saved.toString());

    Path moved = folder.resolve("moved.onnx");
    Files.move(encoder, moved);
    TransferClassificationModel read = TransferClassificationModel.load(saved.toString());
    assertThatThrownBy(() -> read.transform(images))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("/saved/model.zip: needs the encoder with the SHA-256 ")
        .hasMessageContaining("/saved/e.onnx, ")
        .hasMessageEndingWith("copy it next to the model");
    Files.copy(moved, saved.resolve("e.onnx"));
    assertThat(read.transform(images).collectAsList()).isEqualTo(expected);
    assertThat(read.copy(new ParamMap()).transform(images).collectAsList()).isEqualTo(expected);
  }
}
