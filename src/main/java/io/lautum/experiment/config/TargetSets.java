package io.lautum.experiment.config;

import io.lautum.UserException;
import io.lautum.experiment.storage.Credentials;
import java.io.Serializable;
import java.util.Set;

/**
 * Separate folders, archives or tables for the sets of the target ({@code target { labelled = …,
 * unlabelled = …, test = … }}), instead of one labelled dataset that is split at random. The other
 * keys of the target, such as {@code format}, hold for all of them.
 *
 * @param labelled all labelled images; empty if the target is one dataset
 * @param unlabelled images without labels, at any depth; empty for none
 * @param test labelled images of the same classes; empty for none
 */
public record TargetSets(String labelled, String unlabelled, String test) implements Serializable {
  private static final Key<String> LABELLED =
      Key.of("labelled", KeyType.text(), "")
          .doc(
              "Folder, archive or table of the labelled images, in place of target.path, if"
                  + " labelled and unlabelled images are separate; empty means that a random part"
                  + " of target.path is labelled.")
          .introducedWith("");
  private static final Key<String> UNLABELLED =
      Key.of("unlabelled", KeyType.text(), "")
          .doc(
              "Folder or archive of images without labels, at any depth; with target.labelled only;"
                  + " empty means the labelled images themselves.")
          .introducedWith("");
  private static final Key<String> TEST =
      Key.of("test", KeyType.text(), "")
          .doc(
              "Folder, archive or table of labelled test images; with target.labelled only; empty"
                  + " means the test images that target.labelled has, which may be none.")
          .introducedWith("");
  static final KeyGroup KEYS =
      KeyGroup.of(
          "target",
          "Separate places of the target's labelled, unlabelled and test images.",
          Set.of(ArtefactKind.SHARDS),
          LABELLED,
          UNLABELLED,
          TEST);

  static TargetSets read(Section section, DataRoot root) {
    return new TargetSets(
        path(section, LABELLED, root), path(section, UNLABELLED, root), path(section, TEST, root));
  }

  private static String path(Section section, Key<String> key, DataRoot root) {
    String path = section.get(key);
    Credentials.requireNone("target." + key.path(), path);
    return path.isBlank() ? "" : root.resolve(path);
  }

  /**
   * Checks that test and unlabelled images have no place unless the labelled images have one.
   *
   * @throws UserException if one has
   */
  public void requireComplete() {
    if (!areSeparate() && !(unlabelled + test).isEmpty()) {
      throw new UserException(
          "target.labelled is not set: expected it next to target.unlabelled and target.test");
    }
  }

  /** Returns whether the labelled images serve as the unlabelled ones too. */
  public boolean labelledServeAsUnlabelled() {
    return areSeparate() && unlabelled.isEmpty();
  }

  /** Returns whether labelled and unlabelled images are in separate places. */
  public boolean areSeparate() {
    return !labelled.isEmpty();
  }
}
