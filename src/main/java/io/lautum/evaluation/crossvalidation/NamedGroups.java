package io.lautum.evaluation.crossvalidation;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The groups that the images' names state, such as the patient or the folder. */
final class NamedGroups {
  private NamedGroups() {}

  /**
   * Joins the images in whose names the pattern's first group matches the same text. Images without
   * a match stay alone.
   *
   * @param names path of each image
   * @return number of images with a match
   */
  static int join(String[] names, Pattern pattern, ImageGroups groups) {
    Map<String, Integer> first = new HashMap<>();
    int matches = 0;
    for (int i = 0; i < names.length; i++) {
      Matcher matcher = pattern.matcher(names[i]);
      if (matcher.find() && matcher.group(1) != null) {
        matches++;
        Integer member = first.putIfAbsent(matcher.group(1), i);
        if (member != null) {
          groups.join(member, i);
        }
      }
    }
    return matches;
  }
}
