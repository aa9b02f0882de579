package io.lautum.data.read.images;

import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageLayout.FolderName;
import io.lautum.data.read.images.ImageLayout.Part;
import java.util.List;
import java.util.Map;

/** The folders of notMNIST (Bulatov 2011), whose archives have damaged files. */
final class NotMnist {
  static final DatasetNote NOTE =
      new DatasetNote(
          "notMNIST_small serves as test set; the files that are published damaged are left out");

  private static final String LARGE = "notmnist_large";
  private static final String SMALL = "notmnist_small";

  /** Files that are empty or cut off in the published archives. */
  private static final List<String> DAMAGED =
      List.of(
          "SG90IE11c3RhcmQgQlROIFBvc3Rlci50dGY=.png",
          "RnJlaWdodERpc3BCb29rSXRhbGljLnR0Zg==.png",
          "Um9tYW5hIEJvbGQucGZi.png",
          "TmlraXNFRi1TZW1pQm9sZEl0YWxpYy5vdGY=.png",
          "VHJhbnNpdCBCb2xkLnR0Zg==.png",
          "RGVtb2NyYXRpY2FCb2xkT2xkc3R5bGUgQm9sZC50dGY=.png",
          "Q3Jvc3NvdmVyIEJvbGRPYmxpcXVlLnR0Zg==.png");

  private NotMnist() {}

  /** Returns whether folders, by their names in lower case, are those of notMNIST. */
  static boolean isPresent(Map<String, String> folders) {
    return folders.containsKey(LARGE) && folders.containsKey(SMALL);
  }

  /** Returns the layout of folders in {@code top}. */
  static ImageLayout layout(String top, Map<String, String> folders) {
    return new ImageLayout(
        top,
        List.of(
            part(FolderCounts.child(top, folders.get(LARGE)), Split.TRAIN),
            part(FolderCounts.child(top, folders.get(SMALL)), Split.TEST)),
        null);
  }

  private static Part part(String folder, Split split) {
    return new Part(folder, split, new FolderName(""), DAMAGED);
  }
}
