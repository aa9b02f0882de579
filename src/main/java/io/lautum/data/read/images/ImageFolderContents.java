package io.lautum.data.read.images;

import io.lautum.data.image.ImageFit;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.Split;
import java.io.Serializable;

/**
 * The result of the survey of a container.
 *
 * @param train number of training images of the chosen classes, bad files among them
 * @param test number of test images likewise
 */
record ImageFolderContents(
    DatasetInfo info, ImageLayout layout, ImageFit fit, long train, long test)
    implements Serializable {
  ImageFolderContents fitted(ImageFit other) {
    DatasetInfo shaped = new DatasetInfo(other.shape(), info.classes(), info.notes());
    return new ImageFolderContents(shaped, layout, other, train, test);
  }

  long count(Split subset) {
    return subset == Split.TRAIN ? train : test;
  }
}
