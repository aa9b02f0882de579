package io.lautum.data.read;

import io.lautum.data.image.ImageShape;
import java.util.List;

/**
 * The two binary versions of the CIFAR datasets (Krizhevsky 2009): records of one or two label
 * bytes and 3x32x32 pixels, red plane first.
 */
enum CifarLayout {
  CIFAR10(
      "cifar-10-batches-bin",
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin"),
      "test_batch.bin",
      1,
      "batches.meta.txt",
      "airplane automobile bird cat deer dog frog horse ship truck"),
  /** A coarse label byte precedes the fine label, which is the class. */
  CIFAR100(
      "cifar-100-binary",
      List.of("train.bin"),
      "test.bin",
      2,
      "fine_label_names.txt",
      """
apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus \
butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud cockroach couch \
crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo \
keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain \
mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain \
plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk \
skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone \
television tiger tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm\
""");

  /** The number of coarse labels of CIFAR-100. */
  static final int SUPERCLASSES = 20;

  static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  private final String folder;
  private final List<String> trainFiles;
  private final String testFile;
  private final int labelBytes;
  private final String namesFile;
  private final List<String> names;

  CifarLayout(
      String folder,
      List<String> trainFiles,
      String testFile,
      int labelBytes,
      String namesFile,
      String names) {
    this.folder = folder;
    this.trainFiles = trainFiles;
    this.testFile = testFile;
    this.labelBytes = labelBytes;
    this.namesFile = namesFile;
    this.names = List.of(names.split(" "));
  }

  /** Returns the folder that the public archive unpacks to. */
  String folder() {
    return folder;
  }

  List<String> files(Split subset) {
    return subset == Split.TRAIN ? trainFiles : List.of(testFile);
  }

  /** Returns the number of label bytes before the pixels; the last of them is the class. */
  int labelBytes() {
    return labelBytes;
  }

  int recordBytes() {
    return labelBytes + SHAPE.size();
  }

  /** Returns the name of the file, next to the records, that lists one class name per line. */
  String namesFile() {
    return namesFile;
  }

  /** Returns the published class names by label, for a folder without the file of names. */
  List<String> names() {
    return names;
  }
}
