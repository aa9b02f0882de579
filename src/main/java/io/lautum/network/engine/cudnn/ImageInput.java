package io.lautum.network.engine.cudnn;

import io.lautum.network.engine.ImageBatch;
import io.lautum.network.input.GaussianNoise;
import io.lautum.network.input.ImageRows;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.StepSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of a step on a device. They are computed there from resident sets of bytes if the
 * minibatch is described and the sets fit, and otherwise copied as floats.
 */
final class ImageInput {
  private final Device device;
  private final StepSpec step;
  private final Shape.Image shape;
  private final Buffer images;
  private final ResidentImages sets;
  private final ChangeWords changes;

  /** Constants of the noise's layers; null before the first described images. */
  private Buffer layers;

  /** Words of {@link #changes}. */
  private Buffer words;

  /**
   * @param images receives the images of all rows
   */
  ImageInput(Device device, StepSpec step, Shape.Image shape, Buffer images) {
    this.device = device;
    this.step = step;
    this.shape = shape;
    this.images = images;
    sets = new ResidentImages(device);
    changes = new ChangeWords(step.rows(), shape.channels());
  }

  /** Writes a minibatch's images to the buffer. */
  void load(ImageBatch batch) {
    List<ImageRows> rows = batch.rows();
    List<ResidentImages.Resident> resident = resident(rows);
    if (!rows.isEmpty() && resident.size() == rows.size()) {
      render(rows, resident);
      return;
    }
    float[] pixels = batch.pixels();
    step.requirePixels(pixels.length, shape);
    device.upload(pixels, images);
  }

  /** Returns the sets of the rows, without those that do not fit. */
  private List<ResidentImages.Resident> resident(List<ImageRows> rows) {
    List<ResidentImages.Resident> resident = new ArrayList<>();
    for (ImageRows group : rows) {
      sets.of(group.images()).ifPresent(resident::add);
    }
    return resident;
  }

  private void render(List<ImageRows> rows, List<ResidentImages.Resident> resident) {
    step.requirePixels(
        rows.stream().mapToInt(group -> group.count() * group.images().size()).sum(), shape);
    upload(changes.encode(rows));
    int first = 0;
    for (int i = 0; i < resident.size(); i++) {
      int count = rows.get(i).count();
      Buffer own = images.part((long) first * shape.size(), (long) count * shape.size());
      int pixels = count * shape.height() * shape.width();
      device.launch(
          "renderImages",
          Launch.blocks(pixels),
          Launch.THREADS,
          resident.get(i).pixels(),
          resident.get(i).levels(),
          layers,
          words,
          first,
          changes.rowWords(),
          shape.channels(),
          shape.height(),
          shape.width(),
          own,
          pixels);
      first += count;
    }
  }

  private void upload(int[] encoded) {
    if (layers == null) {
      double[] constants = GaussianNoise.layers();
      byte[] bytes = new byte[constants.length * Double.BYTES];
      ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asDoubleBuffer().put(constants);
      layers = device.allocate(bytes.length);
      device.upload(bytes, layers);
    }
    long bytes = (long) encoded.length * Integer.BYTES;
    if (words == null || words.bytes() != bytes) {
      words = device.allocate(bytes);
    }
    device.upload(encoded, words);
  }
}
