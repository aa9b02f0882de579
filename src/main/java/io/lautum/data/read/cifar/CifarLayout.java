package io.lautum.data.read.cifar;

import io.lautum.data.image.ImageShape;
import io.lautum.data.read.Split;
import java.util.List;

/**
 * The CIFAR datasets (Krizhevsky 2009) with their labels. The binary version has records of one or
 * two label bytes and 3x32x32 pixels, red plane first; the Python version has pickled dictionaries
 * of labels and an array with the same pixels.
 */
public enum CifarLayout {
  CIFAR10(
      "cifar-10-batches",
      List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5"),
      "test_batch",
      1,
      "batches.meta",
      "",
      "airplane automobile bird cat deer dog frog horse ship truck"),
  /** A coarse label byte precedes the fine label, which is the class. */
  CIFAR100(
      "cifar-100",
      List.of("train"),
      "test",
      2,
      "meta",
      "fine_",
      """
apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus \
butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud cockroach couch \
crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo \
keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain \
mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain \
plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk \
skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone \
television tiger tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm\
"""),
  /** The coarse label of the same files is the class. */
  CIFAR100_COARSE(
      "cifar-100",
      List.of("train"),
      "test",
      2,
      "meta",
      "coarse_",
      """
aquatic_mammals fish flowers food_containers fruit_and_vegetables household_electrical_devices \
household_furniture insects large_carnivores large_man-made_outdoor_things \
large_natural_outdoor_scenes large_omnivores_and_herbivores medium_mammals \
non-insect_invertebrates people reptiles small_mammals trees vehicles_1 vehicles_2\
""");

  static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  private final String dataset;
  private final List<String> trainFiles;
  private final String testFile;
  private final int labelBytes;
  private final String meta;
  private final String labels;
  private final List<String> names;

  CifarLayout(
      String dataset,
      List<String> trainFiles,
      String testFile,
      int labelBytes,
      String meta,
      String labels,
      String names) {
    this.dataset = dataset;
    this.trainFiles = trainFiles;
    this.testFile = testFile;
    this.labelBytes = labelBytes;
    this.meta = meta;
    this.labels = labels;
    this.names = List.of(names.split(" "));
  }

  /** Returns the folder that a public archive unpacks to. */
  String folder(boolean python) {
    boolean ten = this == CIFAR10;
    return dataset + (python ? (ten ? "-py" : "-python") : ten ? "-bin" : "-binary");
  }

  /** Returns the public archive's name without suffix. */
  String archive(boolean python) {
    return (this == CIFAR10 ? "cifar-10" : dataset) + (python ? "-python" : "-binary");
  }

  List<String> files(Split subset, boolean python) {
    List<String> stems = subset == Split.TRAIN ? trainFiles : List.of(testFile);
    return python ? stems : stems.stream().map(stem -> stem + ".bin").toList();
  }

  /** Returns the upper bound of each label byte before the pixels of a binary record. */
  List<Integer> labelLimits() {
    return labelBytes == 1
        ? List.of(names.size())
        : List.of(CIFAR100_COARSE.names.size(), CIFAR100.names.size());
  }

  /** Returns which of the label bytes is the class. */
  int labelByte() {
    return this == CIFAR100 ? 1 : 0;
  }

  int recordBytes() {
    return labelBytes + SHAPE.size();
  }

  /** Returns the name of the file, next to the records, that lists the class names. */
  String namesFile(boolean python) {
    if (python) {
      return meta;
    }
    return this == CIFAR10 ? meta + ".txt" : labels + "label_names.txt";
  }

  /** Returns the key of the class names in the dictionary of the Python version. */
  String namesKey() {
    return labels + "label_names";
  }

  /** Returns the key of the labels in the dictionaries of the Python version. */
  String labelsKey() {
    return labels + "labels";
  }

  /** Returns the published class names by label, for a folder without the file of names. */
  public List<String> names() {
    return names;
  }
}
