package io.lautum.data.prepare;

import static io.lautum.data.prepare.DatasetCase.counts;
import static io.lautum.data.prepare.DatasetCase.fails;

import io.lautum.TarFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Datasets as they are downloaded, and archives. */
final class PublishedCases {
  private static final String IDX = "%s-%s-ubyte";

  private PublishedCases() {}

  static List<DatasetCase> all() {
    List<DatasetCase> cases = new ArrayList<>();
    for (String names :
        List.of(
            IDX,
            IDX + ".gz",
            "MNIST/raw/" + IDX,
            "raw/" + IDX + ".gz",
            "mnist/" + IDX,
            "kmnist-" + IDX + ".gz")) {
      String top = names.formatted("x", "images-idx3");
      cases.add(
          counts("idx " + top, "40+20", files -> files.idx(names, "t10k", 10, 0, false))
              .of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
      cases.add(counts("gzip " + top, "40+20", files -> files.idx(names, "test", 10, 0, true)));
    }
    cases.add(
        counts(
            "idx with dots",
            "8+4",
            files -> {
              files.idx(IDX, "t10k", 2, 0, false);
              for (String set : List.of("train", "t10k")) {
                files
                    .move(set + "-images-idx3-ubyte", set + "-images.idx3-ubyte")
                    .move(set + "-labels-idx1-ubyte", set + ".labels.idx1.ubyte");
              }
            }));
    cases.add(
        counts(
            "EMNIST letters",
            "104+52",
            files -> files.idx("emnist-letters-" + IDX + ".gz", "test", 26, 1, true),
            "rows and columns of each image are exchanged, and labels count from 1"));
    cases.add(
        counts(
            "EMNIST by class",
            "248+124",
            files -> files.idx("emnist-byclass-" + IDX, "test", 62, 0, false),
            "rows and columns of each image are exchanged"));
    for (String top : List.of("", "gzip/", "MNIST/raw/")) {
      cases.add(counts("idx in a zip " + top, "40+20", files -> packed(files, top, "gzip.zip")));
      cases.add(counts("idx in a tar " + top, "40+20", files -> packed(files, top, "set.tar.gz")));
    }
    cases.add(
        fails(
            "idx of floats",
            files -> {
              files.idx(IDX, "t10k", 2, 0, false);
              byte[] images = files.read("train-images-idx3-ubyte");
              images[2] = 0x0d;
              files.write("train-images-idx3-ubyte", images);
            },
            "expected unsigned bytes in 3 dimensions",
            "32-bit floats"));
    addCifar(cases);
    addArrays(cases);
    addArchives(cases);
    return cases;
  }

  /** Writes an archive of gzipped IDX files, next to files of another purpose. */
  private static void packed(CaseFiles files, String top, String archive) {
    files.idx(IDX + ".gz", "t10k", 10, 0, true);
    Map<String, byte[]> contents = new LinkedHashMap<>();
    contents.put(top + "readme.txt", new byte[] {1});
    for (String set : List.of("train", "t10k")) {
      for (String kind : List.of("images-idx3", "labels-idx1")) {
        String name = IDX.formatted(set, kind) + ".gz";
        contents.put(top + name, files.read(name));
        files.delete(name);
      }
    }
    if (archive.endsWith(".zip")) {
      files.write(archive, zip(contents));
    } else {
      TarFixture tar = new TarFixture();
      contents.forEach((name, content) -> add(tar, name, content));
      write(files, archive, tar);
    }
  }

  private static void addCifar(List<DatasetCase> cases) {
    for (String top : List.of("", "cifar-10-batches-bin/")) {
      cases.add(
          counts(
              "CIFAR-10 in " + top,
              "100+20",
              files -> cifar().forEach((name, content) -> files.write(top + name, content))));
    }
    for (String name : List.of("cifar-10-binary.tar.gz", "cifar-10-binary.tgz")) {
      cases.add(
          counts(
              name,
              "100+20",
              files -> {
                TarFixture tar = new TarFixture();
                cifar()
                    .forEach((file, content) -> add(tar, "cifar-10-batches-bin/" + file, content));
                write(files, name, tar);
              }));
    }
    cases.add(
        counts(
            "CIFAR-10 in a zip",
            "100+20",
            files -> files.write("cifar-10-binary.zip", zip(cifar()))));
    cases.add(
        counts(
            "CIFAR-100",
            "200+100",
            files ->
                files
                    .write("cifar-100-binary/train.bin", CaseFiles.records(200, 100, 2))
                    .write("cifar-100-binary/test.bin", CaseFiles.records(100, 100, 2))));
  }

  private static Map<String, byte[]> cifar() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 1; i <= 5; i++) {
      files.put("data_batch_" + i + ".bin", CaseFiles.records(20, 10, 1));
    }
    files.put("test_batch.bin", CaseFiles.records(20, 10, 1));
    return files;
  }

  private static void addArrays(List<DatasetCase> cases) {
    cases.add(
        counts(
                "MedMNIST",
                "6+2",
                files -> {
                  Map<String, byte[]> arrays = new LinkedHashMap<>();
                  String[] sets = {"train", "val", "test"};
                  int[] counts = {6, 2, 2};
                  for (int i = 0; i < sets.length; i++) {
                    arrays.put(sets[i] + "_images.npy", images(counts[i]));
                    arrays.put(sets[i] + "_labels.npy", labels(counts[i], "(%d, 1)"));
                  }
                  files.write("shapesmnist.npz", zip(arrays));
                },
                "val_images are not used")
            .of("0", "1"));
    cases.add(counts("KMNIST's arrays", "6+2", files -> paired(files, "kmnist")));
    cases.add(
        fails(
            "two datasets of arrays",
            files -> {
              paired(files, "kmnist");
              paired(files, "k49");
            },
            "those of one dataset",
            "k49-train-imgs.npz",
            "set path to a file"));
  }

  private static void paired(CaseFiles files, String name) {
    for (String set : List.of("train", "test")) {
      int count = set.equals("train") ? 6 : 2;
      files
          .write(name + "-" + set + "-imgs.npz", zip(Map.of("arr_0.npy", images(count))))
          .write(
              name + "-" + set + "-labels.npz", zip(Map.of("arr_0.npy", labels(count, "(%d,)"))));
    }
  }

  private static byte[] images(int count) {
    return npy("(%d, 4, 4)".formatted(count), new byte[16 * count]);
  }

  private static byte[] labels(int count, String shape) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 2);
    }
    return npy(shape.formatted(count), labels);
  }

  private static byte[] npy(String shape, byte[] content) {
    String header =
        "{'descr': '|u1', 'fortran_order': False, 'shape': %s, }".formatted(shape) + "\n";
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.write(header.length());
    file.write(0);
    file.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(content);
    return file.toByteArray();
  }

  private static void addArchives(List<DatasetCase> cases) {
    for (String top : List.of("", "shapes/", "a/b/")) {
      cases.add(
          counts("zip with top " + top, "4+2", files -> files.write("set.zip", zip(images(top))))
              .of("bar", "école"));
      for (String suffix : List.of(".tar", ".tar.gz", ".tgz", ".tar.xz")) {
        cases.add(
            counts(
                "tar with top " + top + suffix,
                "4+2",
                files -> {
                  TarFixture tar = new TarFixture();
                  images(top).forEach((name, content) -> add(tar, name, content));
                  write(files, "set" + suffix, tar);
                }));
      }
    }
    cases.add(
        fails(
            "path out of a zip",
            files -> files.write("set.zip", zip(Map.of("../evil.png", new byte[1]))),
            "without \"..\""));
  }

  private static Map<String, byte[]> images(String top) {
    Map<String, byte[]> images = new LinkedHashMap<>();
    for (String name :
        List.of(
            "train/bar/1.png",
            "train/bar/2.png",
            "train/école/1.png",
            "train/école/2.png",
            "test/bar/1.png",
            "test/école/2.png")) {
      images.put(top + name, CaseFiles.encoded("png", name.length()));
    }
    images.put("__MACOSX/" + top + "train/bar/._1.png", new byte[] {'x'});
    return images;
  }

  static void add(TarFixture tar, String name, byte[] content) {
    try {
      tar.add(name, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(CaseFiles files, String name, TarFixture tar) {
    try {
      tar.write(files.folder("").root().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
