package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.DecodedImage;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
import io.lautum.data.read.Example;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.LookaheadExamples;
import io.lautum.data.read.Slice;
import java.io.IOException;

/** The images of one slice of a subset, decoded one at a time. */
final class ImageExamples extends LookaheadExamples {
  private final ImageFiles files;
  private final long count;
  private final ImageFit fit;
  private final ImageDecoder decoder;
  private final Slice slice;
  private final FileFindings findings;
  private long position;

  /** Path of the image that was read last, for messages. */
  private String last = "";

  /**
   * @param files the images of the whole subset
   * @param count number of images of the whole subset
   */
  ImageExamples(ImageFiles files, long count, ImageFit fit, Slice slice, FileFindings findings) {
    this.files = files;
    this.count = count;
    this.fit = fit;
    this.decoder = new ImageDecoder(fit.background());
    this.slice = slice;
    this.findings = findings;
  }

  @Override
  protected Example advance() throws IOException {
    // Stops at the last image, so that the rest of an archive is not unpacked.
    while (position < count) {
      if (!files.next()) {
        throw new DataException(
            Text.format(
                "%s: expected %d images as in the first pass, found %d; the archive has changed",
                last, count, position));
      }
      last = files.name();
      long id = position++;
      DecodedImage image = slice.owns(id) ? decoded(id) : null;
      if (image != null) {
        byte[] fitted = fit.apply(image.pixels(), image.shape());
        return new Example(id, files.label(), fitted, files.path());
      }
    }
    return null;
  }

  /** Decodes the current file; returns null if it is bad. */
  private DecodedImage decoded(long id) throws IOException {
    String name = files.name();
    DecodedImage image;
    try {
      image = decoder.decode(name, files.content());
    } catch (DataException e) {
      findings.bad(id, name, e);
      return null;
    }
    if (!image.warnings().isEmpty()) {
      findings.warned(id, name, image.warnings());
    }
    return image;
  }

  @Override
  public void close() throws IOException {
    try (decoder) {
      files.close();
    }
  }
}
