package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.ImageFile;
import io.lautum.data.file.PackedPaths;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageLayout.ClassRule;
import io.lautum.data.read.images.ImageLayout.NamePattern;
import io.lautum.data.read.images.ImageLayout.OneClass;
import io.lautum.data.read.images.ImageLayout.Part;
import io.lautum.experiment.config.LayoutConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One walk of a container that collects what its layout is recognised from. */
final class ImageSurvey {
  private static final String ANNOTATIONS = "val_annotations.txt";

  private static final int MOST_TABLES_SHOWN = 3;
  private static final int MOST_BYTES_SHOWN = 1 << 20;

  private final LayoutConfig config;
  private final FolderCounts counts = new FolderCounts();
  private final Map<String, String> annotations = new HashMap<>();
  private final List<String> tables = new ArrayList<>();
  private final List<DatasetNote> notes = new ArrayList<>();
  private final PackedPaths.Builder list = new PackedPaths.Builder();
  private String name;
  private TableLabels labels;
  private int used;
  private List<String> firstOthers = List.of();

  ImageSurvey(LayoutConfig config) {
    this.config = config;
  }

  /**
   * Walks the container and returns its layout.
   *
   * @throws DataException if the layout is unknown, or a table of labels is malformed
   */
  ImageLayout layout(ImageWalk walk) throws IOException {
    count(walk);
    LayoutRecognition recognition = new LayoutRecognition(name, counts, annotations, others());
    ClassRule rule = rule();
    ImageLayout layout = rule == null ? recognition.recognise() : recognition.recognise(rule);
    notes.addAll(recognition.notes());
    return layout;
  }

  /**
   * Walks the container and returns the layout in which all images are training images of one
   * class.
   *
   * @throws DataException if it has no images
   */
  ImageLayout withoutLabels(ImageWalk walk) throws IOException {
    count(walk);
    if (images() == 0) {
      throw new DataException(
          Text.format("%s: expected images, found none%s", name, others().described(0)));
    }
    Part all = new Part("", Split.TRAIN, new OneClass(DatasetReader.UNLABELLED));
    return new ImageLayout("", List.of(all), null);
  }

  private void count(ImageWalk walk) throws IOException {
    name = walk.name();
    labels = new TableLabels(name);
    PathSet paths = new PathSet();
    for (ContainerEntry entry = walk.next(); entry != null; entry = walk.next()) {
      if (walk.files().isEmpty() && !entry.folder() && !paths.add(entry.path())) {
        throw new DataException(
            Text.format(
                "%s: expected each path once, found %s twice; unpack the archive, which leaves the"
                    + " later file, and set path to the folder",
                name, entry.path()));
      }
      if (entry.folder()) {
        counts.addFolder(entry.path());
      } else if (ImageWalk.isTable(entry.path())) {
        addTable(walk, entry);
      } else {
        counts.addImage(entry.path());
        if (walk.files().isPresent()) {
          list.add(entry.path(), entry.size(), 0);
        }
      }
    }
    firstOthers = walk.firstOthers();
    noteUnread(walk.unread());
    if (walk.others() > used) {
      notes.add(
          DatasetNote.of(
              "%d files are no images and not used: %s …",
              walk.others() - used, walk.firstOthers().get(0)));
    }
  }

  private void noteUnread(Map<String, Long> unread) {
    if (!unread.isEmpty()) {
      notes.add(
          DatasetNote.of(
              "%d files have suffixes of images in formats that are not read (%s); convert them to"
                  + " PNG or JPEG",
              unread.values().stream().mapToLong(Long::longValue).sum(),
              String.join(", ", unread.keySet())));
    }
  }

  private OtherFiles others() {
    return new OtherFiles(tables, firstOthers);
  }

  private ClassRule rule() {
    if (!config.classPattern().isEmpty()) {
      return NamePattern.compile(config.classPattern());
    }
    if (!config.hasTable()) {
      return null;
    }
    if (labels.isEmpty()) {
      throw new DataException(
          Text.format(
              "%s: expected a table with the columns \"%s\" and \"%s\", found %s",
              name, config.pathColumn(), config.labelColumn(), others().describedTables()));
    }
    notes.addAll(labels.notes());
    return labels.rule(counts);
  }

  private void addTable(ImageWalk walk, ContainerEntry entry) throws IOException {
    byte[] document = null;
    if (ImageWalk.isDocument(entry.path())) {
      if (!config.hasTable() || entry.size() < 1 || entry.size() > ImageFile.MAX_BYTES) {
        return;
      }
      document = walk.content();
      if (!TextTable.isArray(document)) {
        return;
      }
    }
    boolean annotated = entry.path().endsWith(ANNOTATIONS);
    if ((annotated || config.hasTable()) && entry.size() > ImageFile.MAX_BYTES) {
      throw new DataException(
          Text.format(
              "%s: expected a table of at most %d bytes, found %d; divide it into several tables",
              walk.path(entry), ImageFile.MAX_BYTES, entry.size()));
    }
    if (!annotated && entry.size() > 0 && tables.size() < 1 << 10) {
      tables.add(entry.path());
    }
    if (annotated && entry.size() > 0) {
      used++;
      annotate(new String(walk.content(), StandardCharsets.UTF_8));
    } else if (config.hasTable() && entry.size() > 0 && !isSubmission(entry.path())) {
      LabelTable table = named(walk, entry, document == null ? walk.content() : document);
      List<String> columns = table.columns();
      if (columns.contains(config.pathColumn()) && columns.contains(config.labelColumn())) {
        used++;
        labels.addAll(table, entry.path(), config.pathColumn(), config.labelColumn());
      }
    } else if (entry.size() > 0
        && entry.size() <= MOST_BYTES_SHOWN
        && tables.size() <= MOST_TABLES_SHOWN) {
      try {
        named(walk, entry, walk.content());
      } catch (DataException e) {
        // A text without columns keeps its name. The message is about the images.
      }
    }
  }

  /** Opens a table, and adds its columns to its name, for messages about missing classes. */
  private LabelTable named(ImageWalk walk, ContainerEntry entry, byte[] content)
      throws IOException {
    LabelTable table = new LabelTable(walk.path(entry), entry.path(), content);
    tables.set(tables.size() - 1, entry.path() + " " + table.columns());
    return table;
  }

  /** Kaggle's sample of a submission has the columns of the labels, and invented values. */
  private static boolean isSubmission(String path) {
    return path.toLowerCase(Locale.ROOT).contains("submission");
  }

  /** Tiny ImageNet's table has a file name, a class and a box in each line, separated by tabs. */
  private void annotate(String text) {
    text.lines()
        .map(line -> line.split("\t"))
        .filter(values -> values.length >= 2)
        .forEach(values -> annotations.put(values[0], values[1]));
  }

  /** Returns the number of images, with or without a class. */
  long images() {
    return counts.below("");
  }

  /** Returns the images of a folder in their order; none of an archive. */
  PackedPaths list() {
    return list.build();
  }

  /** Returns the paths of all folders. */
  Set<String> folders() {
    return counts.folders();
  }

  /** Returns what was decided. */
  List<DatasetNote> notes() {
    return notes;
  }
}
