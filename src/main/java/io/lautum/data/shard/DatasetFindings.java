package io.lautum.data.shard;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.PrintableText;
import io.lautum.Text;
import io.lautum.experiment.storage.Checks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code prepare} found out about a dataset and users should know.
 *
 * @param dataset name of the dataset
 * @param notes decisions, such as which folder serves as test set
 * @param skipped bad files, which the shards do not have
 * @param warned files with faults that cost no row of the image
 */
public record DatasetFindings(
    @JsonProperty(required = true) String dataset,
    @JsonProperty(required = true) List<String> notes,
    @JsonProperty(required = true) FileGroup skipped,
    @JsonProperty(required = true) FileGroup warned)
    implements Serializable {
  public DatasetFindings {
    Checks.require(dataset != null && skipped != null && warned != null, "no null");
    notes = Checks.requireNoNulls("notes", notes);
  }

  /**
   * Files of one kind.
   *
   * @param train number in the training set
   * @param test number in the test set
   * @param first the first of them
   */
  public record FileGroup(
      @JsonProperty(required = true) long train,
      @JsonProperty(required = true) long test,
      @JsonProperty(required = true) List<FoundFile> first)
      implements Serializable {
    public FileGroup {
      Checks.require(train >= 0 && test >= 0, "counts of at least 0");
      first = Checks.requireNoNulls("first", first);
      Checks.require(first.size() <= train + test, "no more files than counted");
    }

    private long count() {
      return train + test;
    }
  }

  /** A file with its fault or warnings. */
  public record FoundFile(
      @JsonProperty(required = true) String path, @JsonProperty(required = true) String fault)
      implements Serializable {
    public FoundFile {
      Checks.require(path != null && fault != null, "strings for path and fault");
    }
  }

  /** Returns the same findings with more notes. */
  public DatasetFindings with(List<String> moreNotes) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(moreNotes);
    return new DatasetFindings(dataset, all, skipped, warned);
  }

  /** Returns one sentence for each matter, without the dataset's name. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>(notes);
    sentences.addAll(fileSentences());
    return sentences;
  }

  /** Returns those of the {@link #sentences} that are about single files. */
  public List<String> fileSentences() {
    List<String> sentences = new ArrayList<>();
    if (skipped.count() > 0) {
      sentences.add(
          Text.format(
              "%s (%d training, %d test), listed in skipped.csv, e.g. %s",
              counted(skipped, "bad file was left out", "bad files were left out"),
              skipped.train(),
              skipped.test(),
              example(skipped)));
    }
    if (warned.count() > 0) {
      sentences.add(
          Text.format(
              "%s, e.g. %s",
              counted(warned, "image has warnings", "images have warnings"), example(warned)));
    }
    return sentences;
  }

  private static String counted(FileGroup files, String one, String several) {
    return files.count() + " " + (files.count() == 1 ? one : several);
  }

  private static String example(FileGroup files) {
    return files.first().isEmpty()
        ? "none named"
        : PrintableText.of(files.first().get(0).path() + ": " + files.first().get(0).fault());
  }
}
