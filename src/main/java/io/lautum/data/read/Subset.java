package io.lautum.data.read;

/** The part of a dataset: what methods may learn from, and what only evaluation may open. */
public enum Subset {
  TRAIN("train"),
  TEST("test");

  private final String directory;

  Subset(String directory) {
    this.directory = directory;
  }

  /** The subset's name in folders, files and messages. */
  public String directory() {
    return directory;
  }
}
