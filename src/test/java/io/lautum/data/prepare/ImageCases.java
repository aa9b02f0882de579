package io.lautum.data.prepare;

import static io.lautum.data.prepare.DatasetCase.counts;
import static io.lautum.data.prepare.DatasetCase.fails;
import static io.lautum.data.prepare.DatasetCase.learns;

import io.lautum.data.image.ImageFiles;
import io.lautum.data.read.ImageFixture;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Sizes, colours, formats and odd bytes of single images. */
final class ImageCases {
  private static final String FIRST = "train/circle/0.";

  /** 16 x 16 pixels of one colour. */
  private static final byte[] WEBP =
      Base64.getDecoder()
          .decode(
              "UklGRj4AAABXRUJQVlA4IDIAAADQAQCdASoQABAAAMASJaACdLoB+AADsAD+2ib/7vN+09e09f1M//jKnyA/4yp"
                  + "/xcwAAA==");

  private ImageCases() {}

  static List<DatasetCase> all() {
    List<DatasetCase> cases = new ArrayList<>();
    cases.add(
        learns(
            "sizes mixed",
            files -> {
              files.dataset();
              for (int i = 0; i < CaseFiles.TRAIN; i++) {
                files.write(
                    "train/bar/" + i + ".png",
                    CaseFiles.png(BufferedImage.TYPE_3BYTE_BGR, 9 + 7 * i, 30 - 6 * i, i));
              }
            }));
    cases.add(
        learns(
            "photographs",
            files ->
                files
                    .dataset()
                    .write(
                        "train/bar/0.png",
                        CaseFiles.png(BufferedImage.TYPE_3BYTE_BGR, 640, 480, 1))));
    addColours(cases);
    for (String suffix : List.of("png", "jpg", "jpe", "bmp", "gif", "tiff", "tif")) {
      cases.add(learns("format " + suffix, files -> files.dataset("train", "test", suffix)));
      String upper = suffix.toUpperCase(Locale.ROOT);
      cases.add(learns("format " + upper, files -> files.dataset("Train", "TEST", upper)));
    }
    cases.add(
        counts(
            "format webp",
            "14+6",
            files ->
                files.dataset().write(FIRST + "webp", WEBP).write("train/circle/x.WebP", WEBP)));
    cases.add(
        counts("webp named jpg", "13+6", files -> files.dataset().write(FIRST + "jpg", WEBP)));
    cases.add(learns("png named jpe", files -> files.dataset().move(FIRST + "png", FIRST + "jpe")));
    cases.add(learns("no suffix", files -> files.dataset().move(FIRST + "png", "train/circle/0")));
    cases.add(
        learns(
            "progressive and interlaced",
            files -> {
              BufferedImage image = CaseFiles.picture(BufferedImage.TYPE_3BYTE_BGR, 20, 20, 1);
              files
                  .dataset("train", "test", "jpg")
                  .write(FIRST + "jpg", ImageFiles.progressive(image, "jpeg"))
                  .move("train/bar/0.jpg", "train/bar/9.png")
                  .write("train/bar/9.png", ImageFiles.progressive(image, "png"));
            }));
    cases.add(
        learns(
            "turned photograph",
            files ->
                files
                    .dataset("train", "test", "jpg")
                    .write(
                        FIRST + "jpg",
                        ImageFiles.withSegment(
                            CaseFiles.encoded("jpg", 0),
                            0xe1,
                            ImageFiles.concatenated(
                                new byte[] {'E', 'x', 'i', 'f', 0, 0},
                                ImageFiles.exif(6, ByteOrder.BIG_ENDIAN))))));
    addDamage(cases);
    return cases;
  }

  private static void addColours(List<DatasetCase> cases) {
    cases.add(mixed("colour first", BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY));
    cases.add(mixed("grey first", BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR));
    cases.add(
        mixed(
            "alpha, palette and one bit",
            BufferedImage.TYPE_4BYTE_ABGR,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_BYTE_BINARY));
    cases.add(
        mixed(
            "16, 8 and 1 bit",
            BufferedImage.TYPE_USHORT_GRAY,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_BYTE_BINARY));
    cases.add(
        learns(
            "four inks",
            files ->
                files
                    .dataset("train", "test", "jpg")
                    .write(
                        FIRST + "jpg",
                        ImageFiles.jpeg(
                            Raster.createInterleavedRaster(
                                DataBuffer.TYPE_BYTE, 16, 16, 4, null)))));
  }

  private static DatasetCase mixed(String name, int... types) {
    return learns(
        name,
        files -> {
          files.dataset();
          for (String className : CaseFiles.CLASSES) {
            for (int i = 0; i < CaseFiles.TRAIN; i++) {
              files.write(
                  "train/" + className + "/" + i + ".png",
                  CaseFiles.png(types[i % types.length], 12, 12, i));
            }
          }
        });
  }

  private static void addDamage(List<DatasetCase> cases) {
    cases.add(changed("zeros after a JPEG", "jpg", file -> Arrays.copyOf(file, file.length + 999)));
    cases.add(changed("zeros after a PNG", "png", file -> Arrays.copyOf(file, file.length + 40)));
    cases.add(
        changed(
            "zeros before the end marker",
            "jpg",
            file ->
                ImageFiles.concatenated(
                    Arrays.copyOf(file, file.length - 2),
                    new byte[12],
                    Arrays.copyOfRange(file, file.length - 2, file.length))));
    cases.add(changed("no end marker", "jpg", file -> Arrays.copyOf(file, file.length - 2)));
    cases.add(
        changed(
            "JFIF revision 0",
            "jpg",
            file -> {
              file[11] = 0;
              file[12] = 0;
              return file;
            }));
    cases.add(
        changed(
            "malformed profile",
            "jpg",
            file ->
                ImageFiles.withSegment(
                    file,
                    0xe2,
                    ImageFiles.concatenated(
                        "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII),
                        new byte[] {1, 1},
                        new byte[200]))));
    cases.add(
        fails(
            "half a PNG",
            files -> files.dataset().write(FIRST + "png", half(files.read(FIRST + "png"))),
            FIRST));
    cases.add(
        fails("empty file", files -> files.dataset().write(FIRST + "png", new byte[0]), FIRST));
    cases.add(
        fails(
            "text named GIF",
            files ->
                files
                    .dataset()
                    .write("train/circle/x.gif", ImageFixture.grey(1))
                    .write("train/circle/y.gif", "GIF89a".getBytes()),
            "train/circle/y.gif"));
  }

  private static byte[] half(byte[] file) {
    return Arrays.copyOf(file, file.length / 2);
  }

  private static DatasetCase changed(String name, String suffix, UnaryOperator<byte[]> change) {
    return learns(
        name,
        files -> {
          files.dataset("train", "test", suffix);
          files.write(FIRST + suffix, change.apply(files.read(FIRST + suffix)));
        });
  }
}
