package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.image.DecodedImage;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
import io.lautum.data.read.Example;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.LookaheadExamples;
import io.lautum.data.read.Slice;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The images of one slice of a subset, decoded one at a time. */
final class ImageExamples extends LookaheadExamples {
  private final ImageWalk walk;
  private final ImageDecoder decoder;
  private final ImageLayout layout;
  private final ImageFit fit;
  private final Map<String, Integer> labels = new HashMap<>();
  private final Split subset;
  private final long count;
  private final Slice slice;
  private final FileFindings findings;
  private long position;

  ImageExamples(
      ImageWalk walk,
      ImageFolderContents contents,
      Split subset,
      Slice slice,
      FileFindings findings) {
    this.walk = walk;
    this.findings = findings;
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
        DecodedImage image = slice.owns(id) ? decoded(id, walk.path(entry)) : null;
        if (image != null) {
          byte[] fitted = fit.apply(image.pixels(), image.shape());
          return new Example(id, label, fitted, entry.path());
        }
      }
    }
    return null;
  }

  /** Decodes the current file; returns null if it is bad. */
  private DecodedImage decoded(long id, String path) throws IOException {
    DecodedImage image;
    try {
      image = decoder.decode(path, walk.content());
    } catch (DataException e) {
      findings.bad(id, path, e);
      return null;
    }
    if (!image.warnings().isEmpty()) {
      findings.warned(id, path, image.warnings());
    }
    return image;
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
