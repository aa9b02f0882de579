package io.lautum.data.read.images;

import io.lautum.UserException;
import io.lautum.data.file.Container;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.FolderFiles;
import io.lautum.data.file.FolderLists;
import io.lautum.data.file.PackedPaths;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.ClassChoice;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.Slice;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageLayout.Place;
import io.lautum.experiment.config.LayoutConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads image files from a folder or a zip or tar archive in one of the layouts of {@link
 * LayoutRecognition}, and fits them to one shape. Files of operating systems are ignored.
 *
 * <p>Examples of a folder are sorted by path; those of an archive keep its order. Each slice
 * decodes every n-th image, and walks the whole container if it is an archive. Unlabelled images
 * may be anywhere.
 *
 * <p>The reader keeps the result of {@link #info} and serialises it, so that executors do not list
 * a folder, nor survey an archive again, if {@link #info} was called before the reader was sent to
 * them. It takes about 5 bytes per file of a folder more than the file's name.
 */
public final class ImageFolderReader implements DatasetReader {
  private final String path;
  private final ClassChoice choice;
  private final LayoutConfig config;
  private final boolean labelled;
  private final ImageFit fit;
  private volatile ImageFolderContents contents;

  /**
   * Creates a reader of the folder or archive at {@code path}.
   *
   * @param classes the classes to read, by name and in label order; all, sorted, if empty
   * @throws io.lautum.UserException if a class is named twice
   */
  public ImageFolderReader(String path, List<String> classes) {
    this(path, classes, LayoutConfig.DEFAULTS);
  }

  /**
   * Creates a reader with the keys for unusual layouts.
   *
   * @throws io.lautum.UserException if a class is named twice, or only one of the two columns of a
   *     table
   */
  public ImageFolderReader(String path, List<String> classes, LayoutConfig config) {
    this(path, new ClassChoice(classes), config, true, null);
    if (config.pathColumn().isEmpty() != config.labelColumn().isEmpty()) {
      throw new UserException("path-column and label-column: expected both or none, found one");
    }
  }

  private ImageFolderReader(
      String path, ClassChoice choice, LayoutConfig config, boolean labelled, ImageFit fit) {
    this.path = path;
    this.choice = choice;
    this.config = config;
    this.labelled = labelled;
    this.fit = fit;
  }

  /** Returns a reader of all images, at any depth, as the training images of one class. */
  static ImageFolderReader unlabelled(String path, LayoutConfig config) {
    return new ImageFolderReader(path, new ClassChoice(List.of()), config, false, null);
  }

  @Override
  public DatasetReader fitted(DatasetInfo stored, ImageFit other) {
    ImageFolderReader fitted = new ImageFolderReader(path, choice, config, labelled, other);
    fitted.contents = contents == null ? null : contents.fitted(other);
    return fitted;
  }

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    return info(new FolderLists(hadoop));
  }

  @Override
  public DatasetInfo info(FolderLists lists) throws IOException {
    if (contents == null) {
      contents = survey(lists);
    }
    return contents.info();
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    Slice part = new Slice(slice, slices);
    info(hadoop);
    ImagePlan plan = contents.plan();
    return new ImageExamples(
        plan.open(hadoop, subset), plan.count(subset), contents.fit(), part, findings);
  }

  private ImageWalk walk(FolderLists lists) throws IOException {
    return new ImageWalk(Container.open(lists, path, config.followLinks()));
  }

  /** Opens all images; listing a folder again is not necessary. */
  private interface Opening {
    ImageFiles open() throws IOException;
  }

  private ImageFolderContents survey(FolderLists lists) throws IOException {
    ImageSurvey survey = new ImageSurvey(config);
    ImageLayout layout;
    Optional<FolderFiles> folder;
    try (ImageWalk walk = walk(lists)) {
      folder = walk.files();
      layout = labelled ? survey.layout(walk) : survey.withoutLabels(walk);
    }
    PackedPaths list = survey.list();
    Opening images =
        () ->
            folder.isPresent()
                ? new ListedImages(folder.get(), list, layout::entersAny)
                : new WalkedImages(walk(lists), image -> 0);
    ClassCounts counts = new ClassCounts(path, config);
    TableMatches matches = new TableMatches(path, layout);
    survey.folders().forEach(name -> counts.addFolder(layout, name));
    try (ShapeSample sample = new ShapeSample(survey.images())) {
      try (ImageFiles image = images.open()) {
        while (image.next()) {
          matches.add(image.path(), add(image, layout, counts, sample));
        }
      }
      List<DatasetNote> notes = new ArrayList<>(survey.notes());
      notes.addAll(matches.notes());
      List<String> classes = labelled ? counts.classes(choice) : List.of(UNLABELLED);
      ImageLayout divided = labelled ? counts.divided(layout, classes) : layout;
      notes.addAll(counts.notes(classes));
      ImageFit common = fit == null ? ImageFit.to(typical(images, sample, layout)) : fit;
      ImagePlan plan =
          folder.isPresent()
              ? ImagePlan.Listed.of(folder.get(), list, divided, classes)
              : new ImagePlan.Walked(
                  path,
                  divided,
                  classes,
                  counts.count(classes, Split.TRAIN),
                  counts.count(classes, Split.TEST));
      return new ImageFolderContents(new DatasetInfo(common.shape(), classes, notes), common, plan);
    }
  }

  /** Returns whether the image has a class. */
  private boolean add(ImageFiles image, ImageLayout layout, ClassCounts counts, ShapeSample sample)
      throws IOException {
    Optional<Place> place = layout.place(image.path());
    if (place.isEmpty() && image.size() == ContainerEntry.NOWHERE) {
      // A link that may have led to the folder of a class is fatal.
      image.content();
    }
    counts.addImage(layout, place, image.path());
    if (place.filter(this::isWantedForTraining).isPresent()) {
      sample.add(image.path(), image.name(), image::content);
    }
    return place.isPresent();
  }

  /**
   * Returns the shape for the images of a dataset. If all images of the sample are bad, it is that
   * of the first intact image, and without any of them an arbitrary one, so that reading the
   * dataset reports all bad files.
   */
  private static ImageShape typical(Opening images, ShapeSample sample, ImageLayout layout)
      throws IOException {
    Optional<ImageShape> typical = sample.typical();
    if (typical.isPresent()) {
      return typical.get();
    }
    try (ImageFiles image = images.open()) {
      while (image.next()) {
        if (layout.place(image.path()).isPresent()) {
          sample.addFirst(image.name(), image::content);
          if (sample.typical().isPresent()) {
            return sample.typical().get();
          }
        }
      }
    }
    return new ImageShape(1, 1, 1);
  }

  private boolean isWantedForTraining(Place place) {
    return place.subset() == Split.TRAIN
        && (choice.wanted().isEmpty() || choice.wanted().contains(place.className()));
  }
}
