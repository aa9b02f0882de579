package io.lautum.data.read;

/** PNG and JPEG files in one folder per class, or an archive of them. */
public final class ImageFolderFormat extends FileFormat {
  public ImageFolderFormat() {
    super("images", ImageFolderReader::new);
  }
}
