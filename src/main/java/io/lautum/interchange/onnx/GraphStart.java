package io.lautum.interchange.onnx;

/** Where the graph of an exported model begins. */
public enum GraphStart {
  /** After the encoder, if there is one: levels of images from 0 to 255, or vectors. */
  EXAMPLES,

  /** Later: normalised images or standardised vectors. */
  NORMALISED,

  /** Before the encoder, which the file contains too: levels of images of the encoder's size. */
  ENCODER
}
