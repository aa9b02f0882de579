package io.lautum.network.engine.cudnn;

import com.sun.jna.Pointer;
import io.lautum.network.spec.Shape;
import java.util.function.Consumer;
import java.util.function.Function;

/** A convolution of bfloat16 numbers, channels last, on the CPU. */
record HostBfloat16(
    ConvolutionShape shape,
    HostConvolution loops,
    Consumer<Runnable> commands,
    Function<Buffer, Pointer> pointers)
    implements DeviceConvolution {
  @Override
  public void forward(Buffer x, Buffer w, Buffer y) {
    commands.accept(() -> write(y, loops.forward(images(x), filters(w)), shape.output()));
  }

  @Override
  public void backwardData(Buffer w, Buffer dy, Buffer dx) {
    commands.accept(() -> write(dx, loops.backwardData(filters(w), outputs(dy)), shape.input()));
  }

  @Override
  public void backwardFilter(Buffer x, Buffer dy, Buffer dw) {
    commands.accept(() -> write(dw, loops.backwardFilter(images(x), outputs(dy)), filter()));
  }

  private Shape.Image filter() {
    int size = shape.window().size();
    return new Shape.Image(shape.input().channels(), size, size);
  }

  private float[] images(Buffer buffer) {
    return read(buffer, shape.input());
  }

  private float[] outputs(Buffer buffer) {
    return read(buffer, shape.output());
  }

  private float[] filters(Buffer buffer) {
    return read(buffer, filter());
  }

  /** Returns the position of a value with the channels last. */
  private static int last(int i, Shape.Image image) {
    int area = image.height() * image.width();
    int row = i / image.size();
    int channel = i / area % image.channels();
    return (row * area + i % area) * image.channels() + channel;
  }

  private float[] read(Buffer buffer, Shape.Image image) {
    short[] bits = pointers.apply(buffer).getShortArray(0, (int) buffer.bytes() / Short.BYTES);
    float[] values = new float[bits.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(bits[last(i, image)] << Short.SIZE);
    }
    return values;
  }

  private void write(Buffer buffer, float[] values, Shape.Image image) {
    short[] bits = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[last(i, image)] = rounded(values[i]);
    }
    pointers.apply(buffer).write(0, bits, 0, bits.length);
  }

  /** Returns the nearest bfloat16 by arithmetic: the last of 8 significant bits is rounded. */
  static short rounded(float value) {
    if (value == 0) {
      return 0;
    }
    double unit = Math.scalb(1.0, Math.getExponent(value) - 7);
    float nearest = (float) (Math.rint(value / unit) * unit);
    return (short) (Float.floatToIntBits(nearest) >>> Short.SIZE);
  }
}
