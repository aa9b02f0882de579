package io.lautum.data.read.parquet;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.ImageFit;
import io.lautum.data.parquet.ParquetFile;
import io.lautum.data.parquet.ParquetRows;
import io.lautum.data.read.ClassChoice;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ClassCounts;
import io.lautum.data.read.images.NamedSubsets;
import io.lautum.data.read.images.SubsetName;
import io.lautum.data.read.images.TestShare;
import io.lautum.experiment.config.LayoutConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;

/** Finds out what a table has: its columns, the classes, the subsets and a shape. */
final class ParquetSurvey {
  private final Configuration hadoop;
  private final String path;
  private final LayoutConfig config;
  private final List<TablePart> parts;
  private final ImageColumn image;
  private final LinkedImages links;
  private final List<DatasetNote> notes = new ArrayList<>();

  /**
   * Opens the first file.
   *
   * @throws DataException if there is no intact Parquet file with a column of images
   */
  ParquetSurvey(Configuration hadoop, String path, LayoutConfig config) throws IOException {
    this.hadoop = hadoop;
    this.path = path;
    this.config = config;
    this.parts = TableParts.find(hadoop, path, config.followLinks());
    try (ParquetFile first = parts.get(0).open(hadoop)) {
      image = ImageColumn.find(first.name(), first.schema(), config.pathColumn());
    }
    links = image.kind() == ImageColumn.Kind.PATH ? links() : null;
  }

  private LinkedImages links() throws IOException {
    for (TablePart part : parts) {
      try (ParquetFile file = part.open(hadoop)) {
        for (int group = 0; group < file.groups().size(); group++) {
          ParquetRows rows = file.rows(group, image.projection(file.name(), file.schema()));
          for (Group row = rows.next(); row != null; row = rows.next()) {
            if (row.getFieldRepetitionCount(image.name()) > 0) {
              String first = row.getBinary(image.name(), 0).toStringUsingUTF8();
              return LinkedImages.of(hadoop, path, first, config.followLinks());
            }
          }
        }
      }
    }
    return LinkedImages.of(hadoop, path, "", config.followLinks());
  }

  /** Returns the contents if all rows are training images of one class. */
  ParquetContents unlabelled() throws IOException {
    long[][] counts = new long[parts.size()][2];
    for (int i = 0; i < counts.length; i++) {
      try (ParquetFile file = parts.get(i).open(hadoop)) {
        counts[i][Split.TRAIN.ordinal()] = RowLabels.count(file);
      }
    }
    List<String> classes = List.of(DatasetReader.UNLABELLED);
    ParquetContents contents =
        contents(counts, new RowPlaces(null, new NamedSubsets(), null, classes));
    if (contents.count(Split.TRAIN) == 0) {
      throw new DataException(Text.format("%s: expected images, found none", path));
    }
    return contents;
  }

  /**
   * Returns the contents of a table with labels.
   *
   * @throws DataException if a file is damaged, a column is missing or a class has no training
   *     images
   */
  ParquetContents labelled(ClassChoice choice) throws IOException {
    LabelColumns columns;
    try (ParquetFile first = parts.get(0).open(hadoop)) {
      columns = LabelColumns.find(first, parts.get(0), image, config.labelColumn());
    }
    notes.add(
        DatasetNote.of(
            "column %s has the images, column %s the labels", image.name(), columns.label()));
    RowPlaces places = new RowPlaces(columns, subsets(columns), null, List.of());
    ClassCounts counts = new ClassCounts(path, config);
    forEachRow(
        places,
        (part, row, className, split) -> {
          if (className == null) {
            counts.addWithoutClass();
          } else if (split != null) {
            counts.add(className, split, parts.get(part).rowName(row));
          }
        });
    List<String> classes = new ArrayList<>(counts.classes(choice));
    if (choice.wanted().isEmpty() && !columns.names().isEmpty()) {
      classes.sort(Comparator.comparing(columns.names()::indexOf));
    }
    TestShare share = counts.testShare(classes).orElse(null);
    notes.addAll(counts.notes(classes));
    RowPlaces divided = places.with(share, classes);
    long[][] byPart = new long[parts.size()][2];
    forEachRow(
        divided,
        (part, row, className, split) -> {
          if (split != null && classes.contains(className)) {
            byPart[part][split.ordinal()]++;
          }
        });
    return contents(byPart, divided);
  }

  private ParquetContents contents(long[][] counts, RowPlaces places) throws IOException {
    ImageFit fit = ImageFit.to(new RowShapes(hadoop, parts, image, links, places).typical());
    return new ParquetContents(
        new DatasetInfo(fit.shape(), places.classes(), notes),
        fit,
        parts,
        counts,
        image,
        links,
        places);
  }

  /** Counts the subsets that rows, files or folders name. */
  private NamedSubsets subsets(LabelColumns columns) throws IOException {
    NamedSubsets subsets = new NamedSubsets();
    long unnamed = 0;
    for (TablePart part : parts) {
      SubsetName ofPart = part.subset();
      try (ParquetFile file = part.open(hadoop)) {
        if (columns.subset() == null) {
          long rows = RowLabels.count(file);
          if (ofPart != null && rows > 0) {
            subsets.add(ofPart, rows);
          }
          unnamed += ofPart == null ? rows : 0;
          continue;
        }
        for (int group = 0; group < file.groups().size(); group++) {
          new RowLabels(file, part, columns)
              .read(
                  group,
                  (row, className, value) -> {
                    SubsetName named = value == null ? ofPart : SubsetName.of(value).orElse(null);
                    if (named != null) {
                      subsets.add(named, 1);
                    } else if (value != null) {
                      subsets.addUnknown();
                    }
                  });
        }
      }
    }
    notes.addAll(subsets.notes());
    if (subsets.divide() && unnamed > 0) {
      notes.add(
          DatasetNote.of("%d rows are in files that name no subset and are not used", unnamed));
    }
    return subsets;
  }

  /** Receives a row with its file. */
  @FunctionalInterface
  private interface PartReceiver {
    void add(int part, long row, String className, Split split);
  }

  private void forEachRow(RowPlaces places, PartReceiver receiver) throws IOException {
    for (int i = 0; i < parts.size(); i++) {
      int part = i;
      try (ParquetFile file = parts.get(i).open(hadoop)) {
        for (int group = 0; group < file.groups().size(); group++) {
          places.read(
              file,
              parts.get(i),
              group,
              (row, className, split) -> receiver.add(part, row, className, split));
        }
      }
    }
  }
}
