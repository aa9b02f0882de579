package io.lautum.data.read.images;

import io.lautum.UserException;
import io.lautum.data.file.Container;
import io.lautum.data.file.ContainerEntry;
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
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads image files from a folder or a zip or tar archive in one of the layouts of {@link
 * LayoutRecognition}, and fits them to one shape. Files of operating systems are ignored.
 *
 * <p>Examples of a folder are sorted by path; those of an archive keep its order. Each slice walks
 * the whole container and decodes every n-th image, because decoding takes most of the time.
 * Unlabelled images may be anywhere.
 *
 * <p>The reader keeps the result of {@link #info} and serialises it, so that executors do not
 * survey the container again if {@link #info} was called before the reader was sent to them.
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
    if (contents == null) {
      contents = survey(hadoop);
    }
    return contents.info();
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    Slice part = new Slice(slice, slices);
    info(hadoop);
    ImageWalk walk = walk(hadoop, folder -> contents.layout().enters(folder, subset));
    return new ImageExamples(walk, contents, subset, part, findings);
  }

  private ImageWalk walk(Configuration hadoop, Predicate<String> enters) throws IOException {
    return new ImageWalk(Container.open(hadoop, path, config.followLinks(), enters));
  }

  private ImageFolderContents survey(Configuration hadoop) throws IOException {
    ImageSurvey survey = new ImageSurvey(config);
    ImageLayout layout;
    try (ImageWalk walk = walk(hadoop, folder -> true)) {
      layout = labelled ? survey.layout(walk) : survey.withoutLabels(walk);
    }
    ClassCounts counts = new ClassCounts(path, config);
    try (ImageWalk walk = walk(hadoop, layout::entersAny);
        ShapeSample sample = new ShapeSample(survey.images())) {
      for (ContainerEntry entry = walk.next(); entry != null; entry = walk.next()) {
        if (entry.folder()) {
          counts.addFolder(layout, entry.path());
        } else if (!ImageWalk.isTable(entry.path())) {
          Optional<Place> place = layout.place(entry.path());
          if (place.isEmpty() && entry.size() == ContainerEntry.NOWHERE) {
            // A link that may have led to the folder of a class is fatal.
            walk.content();
          }
          counts.addImage(layout, place, entry.path());
          if (place.filter(this::isWantedForTraining).isPresent()) {
            sample.add(entry.path(), walk.path(entry), walk::content);
          }
        }
      }
      List<String> classes = labelled ? counts.classes(choice) : List.of(UNLABELLED);
      List<DatasetNote> notes = new ArrayList<>(survey.notes());
      ImageLayout divided = labelled ? counts.divided(layout, classes) : layout;
      notes.addAll(counts.notes(classes));
      ImageFit common = fit == null ? ImageFit.to(typical(hadoop, sample, layout)) : fit;
      return new ImageFolderContents(
          new DatasetInfo(common.shape(), classes, notes),
          divided,
          common,
          counts.count(classes, Split.TRAIN),
          counts.count(classes, Split.TEST));
    }
  }

  /**
   * Returns the shape for the images of a dataset. If all images of the sample are bad, it is that
   * of the first intact image, and without any of them an arbitrary one, so that reading the
   * dataset reports all bad files.
   */
  private ImageShape typical(Configuration hadoop, ShapeSample sample, ImageLayout layout)
      throws IOException {
    Optional<ImageShape> typical = sample.typical();
    if (typical.isPresent()) {
      return typical.get();
    }
    try (ImageWalk walk = walk(hadoop, layout::entersAny)) {
      for (ContainerEntry entry = walk.next(); entry != null; entry = walk.next()) {
        if (!entry.folder() && layout.place(entry.path()).isPresent()) {
          sample.addFirst(walk.path(entry), walk::content);
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
