package io.lautum.data.read;

/** CIFAR-10, in its binary version or as image files. */
public final class Cifar10Format extends FileFormat {
  public Cifar10Format() {
    super("cifar10", Cifar10Reader::new);
  }
}
