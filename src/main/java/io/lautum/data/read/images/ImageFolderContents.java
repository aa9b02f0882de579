package io.lautum.data.read.images;

import io.lautum.data.image.ImageFit;
import io.lautum.data.read.DatasetInfo;
import java.io.Serializable;

/**
 * The result of the survey of a container.
 *
 * @param plan where the images of the chosen classes are, bad files among them
 */
record ImageFolderContents(DatasetInfo info, ImageFit fit, ImagePlan plan) implements Serializable {
  ImageFolderContents fitted(ImageFit other) {
    DatasetInfo shaped = new DatasetInfo(other.shape(), info.classes(), info.notes());
    return new ImageFolderContents(shaped, other, plan);
  }
}
