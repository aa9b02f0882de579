package io.lautum.network.engine.cudnn;

import io.lautum.network.loss.WeightDecayPenalty;
import io.lautum.network.spec.WeightMatrix;

/** {@link WeightDecayPenalty} on a device. */
final class DeviceWeightDecay implements Penalties.DevicePenalty {
  private static final int PARTS = 32;

  private final WeightDecayPenalty penalty;
  private final Device device;
  private final Buffer sums;
  private final Program program;

  DeviceWeightDecay(WeightDecayPenalty penalty, Device device, Buffer weights, Buffer gradient) {
    this.penalty = penalty;
    this.device = device;
    program = new Program(device);
    Buffer parts = device.allocate(PARTS * Double.BYTES);
    sums = device.allocate(2L * penalty.matrices().size() * Float.BYTES);
    for (int i = 0; i < penalty.matrices().size(); i++) {
      WeightMatrix matrix = penalty.matrices().get(i);
      Buffer values = weights.part(matrix.offset(), matrix.length());
      Buffer total = gradient.part(matrix.offset(), matrix.length());
      program.launchBlocks("sumSquares", PARTS, values, parts, matrix.length());
      program.launchBlocks("addSquares", 1, parts, PARTS, sums.part(2L * i, 2));
      program.launch("addMultiple", matrix.length(), (float) penalty.weight(), values, total);
    }
  }

  @Override
  public double add() {
    program.run();
    float[] squares = new float[sums.length()];
    device.download(sums, squares);
    double sum = 0;
    for (float square : squares) {
      sum += square;
    }
    return penalty.weight() / 2 * sum;
  }
}
