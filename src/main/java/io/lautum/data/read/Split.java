package io.lautum.data.read;

/** A subset of a dataset: training data, or test data, which only evaluation may open. */
public enum Split {
  TRAIN("train"),
  TEST("test");

  private final String directory;

  Split(String directory) {
    this.directory = directory;
  }

  /** Returns the subset's name in folders, files and messages. */
  public String directory() {
    return directory;
  }
}
