package io.lautum.evaluation.generalisation;

import io.lautum.Dl4jGraph;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.Shard;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.Optimizer;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Trains small networks on images whose upper half determines their class. */
final class Models {
  static final ImageShape SHAPE = new ImageShape(1, 16, 16);
  static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.5f}, new float[] {0.3f});
  private static final int CLASSES = 2;

  private Models() {}

  static TrainedModel trained(String architecture) {
    TransferNetwork network = new TransferNetwork(architecture, SHAPE, CLASSES, 0);
    ComputationGraph graph = Dl4jGraph.of(network, Optimizer.constant(0.002), 5);
    for (int step = 0; step < 8; step++) {
      Shard shard = shard(32, step);
      float[] images = new float[shard.size() * SHAPE.size()];
      INDArray labels = Nd4j.zeros(shard.size(), CLASSES);
      for (int i = 0; i < shard.size(); i++) {
        NORMALIZATION.table(SHAPE).apply(shard.pixels()[i], images, i * SHAPE.size());
        labels.putScalar(i, shard.labels()[i], 1);
      }
      graph.fit(
          new DataSet(Nd4j.create(images, new long[] {shard.size(), 1, 16, 16}, 'c'), labels));
    }
    return new TrainedModel(
        new ModelMetadata(network, List.of("dark", "light"), NORMALIZATION, "standard"),
        graph.params().toFloatVector());
  }

  /** Returns images of noise; the upper half of every second image is lighter. */
  static Shard shard(int size, long seed) {
    Random random = new Random(seed);
    long[] ids = new long[size];
    int[] labels = new int[size];
    byte[][] pixels = new byte[size][SHAPE.size()];
    for (int i = 0; i < size; i++) {
      ids[i] = i;
      labels[i] = i % CLASSES;
      for (int j = 0; j < SHAPE.size(); j++) {
        boolean light = labels[i] == 1 && j < SHAPE.size() / 2;
        pixels[i][j] = (byte) (random.nextInt(190) + (light ? 60 : 0));
      }
    }
    return new Shard(ids, labels, pixels, null, null);
  }
}
