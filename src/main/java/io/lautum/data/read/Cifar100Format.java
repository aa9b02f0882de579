package io.lautum.data.read;

/** CIFAR-100 in its binary version. */
public final class Cifar100Format extends FileFormat {
  public Cifar100Format() {
    super("cifar100", CifarReader::cifar100);
  }
}
