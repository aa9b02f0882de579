package io.lautum.data.image;

import java.util.List;

/**
 * Converts samples to grey or sRGB. Keeps the last colour profile, because the files of a dataset
 * often share one, and preparing a profile takes longer than converting an image. Not thread-safe.
 */
final class SrgbConversion {
  private static final int INKS = 4;

  private ColourProfile last;

  /**
   * Returns the samples with one or three channels. Grey samples are returned as they are.
   *
   * @param encoded the file, with its profile and the encoding of its inks
   * @param warnings receives the reason if the profile is ignored
   */
  PlanarSamples apply(
      EncodedImage encoded, PlanarSamples samples, int height, int width, List<String> warnings) {
    if (samples.channels() == 1) {
      return samples;
    }
    boolean ink = samples.channels() == INKS;
    byte[] planes = ink ? InkSamples.plain(samples.planes(), encoded.ink()) : samples.planes();
    if (encoded.profile() != null) {
      if (last == null || !last.matches(encoded.profile(), samples.channels())) {
        last = ColourProfile.of(encoded.profile(), samples.channels());
      }
      last.fault().ifPresent(warnings::add);
      if (last.converts()) {
        return samples.withColour(last.convert(planes, height, width));
      }
    }
    return ink ? samples.withColour(InkSamples.light(planes)) : samples;
  }
}
