package io.lautum.network.engine.cudnn;

/** A convolution on a device, without bias. Each method replaces its result. */
interface DeviceConvolution {
  /** Computes the output y from the images x and the weights w. */
  void forward(Buffer x, Buffer w, Buffer y);

  /** Computes the gradient dx with respect to the images. */
  void backwardData(Buffer w, Buffer dy, Buffer dx);

  /** Computes the gradient dw with respect to the weights. */
  void backwardFilter(Buffer x, Buffer dy, Buffer dw);
}
