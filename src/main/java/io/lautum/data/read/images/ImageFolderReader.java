package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.file.Container;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.image.DecodedImage;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
import io.lautum.data.read.ClassChoice;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.LookaheadExamples;
import io.lautum.data.read.Slice;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageLayout.Place;
import io.lautum.experiment.config.LayoutConfig;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private volatile Contents contents;

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
  public Examples read(Configuration hadoop, Split subset, int slice, int slices)
      throws IOException {
    Slice part = new Slice(slice, slices);
    info(hadoop);
    ImageWalk walk = walk(hadoop, folder -> contents.layout().enters(folder, subset));
    return new ImageExamples(walk, contents, subset, part);
  }

  private ImageWalk walk(Configuration hadoop, Predicate<String> enters) throws IOException {
    return new ImageWalk(Container.open(hadoop, path, config.followLinks(), enters));
  }

  private Contents survey(Configuration hadoop) throws IOException {
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
      ImageFit common = fit == null ? ImageFit.to(sample.typical()) : fit;
      return new Contents(
          new DatasetInfo(common.shape(), classes, notes),
          divided,
          common,
          counts.count(classes, Split.TRAIN),
          counts.count(classes, Split.TEST));
    }
  }

  private boolean isWantedForTraining(Place place) {
    return place.subset() == Split.TRAIN
        && (choice.wanted().isEmpty() || choice.wanted().contains(place.className()));
  }

  /** The result of the survey; counts include only chosen classes. */
  private record Contents(DatasetInfo info, ImageLayout layout, ImageFit fit, long train, long test)
      implements Serializable {
    private Contents fitted(ImageFit other) {
      DatasetInfo shaped = new DatasetInfo(other.shape(), info.classes(), info.notes());
      return new Contents(shaped, layout, other, train, test);
    }

    private long count(Split subset) {
      return subset == Split.TRAIN ? train : test;
    }
  }

  private static final class ImageExamples extends LookaheadExamples {
    private final ImageWalk walk;
    private final ImageDecoder decoder;
    private final ImageLayout layout;
    private final ImageFit fit;
    private final Map<String, Integer> labels = new HashMap<>();
    private final Split subset;
    private final long count;
    private final Slice slice;
    private long position;

    private ImageExamples(ImageWalk walk, Contents contents, Split subset, Slice slice) {
      this.walk = walk;
      this.layout = contents.layout();
      this.fit = contents.fit();
      this.decoder = new ImageDecoder(fit.background());
      contents.info().classes().forEach(name -> labels.put(name, labels.size()));
      this.subset = subset;
      this.count = contents.count(subset);
      this.slice = slice;
    }

    @Override
    protected Example advance() throws IOException {
      // Stops at the last image, so that the rest of an archive is not unpacked.
      while (position < count) {
        ContainerEntry entry = walk.next();
        if (entry == null) {
          throw new DataException(
              "%s: expected %d %s images as in the first pass, found %d"
                  .formatted(walk.name(), count, subset.directory(), position));
        }
        Integer label = entry.folder() ? null : label(entry.path());
        if (label != null) {
          long id = position++;
          if (slice.owns(id)) {
            DecodedImage image = decoder.decode(walk.path(entry), walk.content());
            byte[] fitted = fit.apply(image.pixels(), image.shape());
            return new Example(id, label, fitted, entry.path());
          }
        }
      }
      return null;
    }

    /** Returns the label of an image of the subset, or null. */
    private Integer label(String path) {
      return ImageWalk.isTable(path)
          ? null
          : layout
              .place(path)
              .filter(place -> place.subset() == subset)
              .map(place -> labels.get(place.className()))
              .orElse(null);
    }

    @Override
    public void close() throws IOException {
      try (decoder) {
        walk.close();
      }
    }
  }
}
