package io.lautum.data.prepare;

import static io.lautum.data.prepare.DatasetCase.counts;
import static io.lautum.data.prepare.DatasetCase.fails;
import static io.lautum.data.prepare.DatasetCase.learns;
import static io.lautum.data.prepare.DatasetCase.table;

import io.lautum.TarFixture;
import io.lautum.data.image.ImageFiles;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables as spreadsheets and programs write them, and files that are no dataset. */
final class RelativeCases {
  private static final byte[] SEVEN_ZIP = {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0, 4};

  private RelativeCases() {}

  static List<DatasetCase> all() {
    List<DatasetCase> cases = new ArrayList<>();
    addTables(cases);
    addJson(cases);
    addMatches(cases);
    addOtherFiles(cases);
    return cases;
  }

  private static void addTables(List<DatasetCase> cases) {
    cases.add(read("table in UTF-16", "l.csv", encoded(StandardCharsets.UTF_16)));
    byte[] mark = "\ufeff".getBytes(StandardCharsets.UTF_16LE);
    cases.add(
        read(
            "table in UTF-16 with the lower byte first",
            "l.tsv",
            files ->
                files.write(
                    "l.tsv",
                    ImageFiles.concatenated(
                        mark, rows("\t").getBytes(StandardCharsets.UTF_16LE)))));
    cases.add(read("blank lines before a table", "l.csv", text("l.csv", "\n \n" + rows(","))));
    cases.add(
        read("lines between columns", "l.csv", text("l.csv", rows("|").replace("\n", "\r\n"))));
    cases.add(
        failing(
            "table in Latin-1",
            files ->
                files.write(
                    "l.csv",
                    "id,label\n0.jpg,\u00e9\n1.jpg,\u00fc\n".getBytes(StandardCharsets.ISO_8859_1)),
            "l.csv: row 2: expected text in UTF-8",
            "save the table as UTF-8"));
  }

  private static void addJson(List<DatasetCase> cases) {
    IntFunction<String> object =
        i -> "{\"id\": \"%d.jpg\",\n \"label\": \"%s\"}".formatted(i, i % 2 == 0 ? "a" : "b");
    String array =
        IntStream.range(0, 10).mapToObj(object).collect(Collectors.joining(",\n", "[\n", "]\n"));
    cases.add(read("array in JSON", "labels.json", text("labels.json", array)));
    cases.add(
        counts(
                "array in JSON in a tar",
                "8+2",
                files -> {
                  TarFixture tar = new TarFixture();
                  PublishedCases.add(tar, "labels.json", array.getBytes(StandardCharsets.UTF_8));
                  PublishedCases.add(tar, "info.json", "{}".getBytes(StandardCharsets.UTF_8));
                  for (int i = 0; i < 10; i++) {
                    PublishedCases.add(tar, "images/" + i + ".jpg", CaseFiles.encoded("jpg", i));
                  }
                  PublishedCases.write(files, "set.tar", tar);
                })
            .of("a", "b")
            .with(table("id", "label")));
    cases.add(
        read(
            "JSON that is no table",
            "l.csv",
            files ->
                files
                    .text("l.csv", rows(","))
                    .text("info.json", "{\"a\": [1]}")
                    .text("names.json", "[\"a\", \"b\"]")));
    cases.add(
        failing(
            "COCO",
            text("coco.json", "{\"images\": [], \"annotations\": []}"),
            "the columns \"id\" and \"label\", found none; other files: coco.json"));
    cases.add(
        failing(
            "array that is cut",
            text("labels.json", array.substring(0, 60)),
            "labels.json: row 2: expected an object in JSON"));
    cases.add(
        failing("workbook", files -> files.write("l.xlsx", new byte[] {'P', 'K', 3, 4}), "l.xlsx"));
  }

  private static void addMatches(List<DatasetCase> cases) {
    cases.add(
        read(
            "rows without image",
            "l.csv",
            text("l.csv", rows(",") + "77.jpg,a\n78.jpg,b\n"),
            "2 rows of the table of labels name no image, such as 77.jpg"));
    cases.add(
        new DatasetCase(
            "rows with several images",
            files -> {
              images(files, "x/%d.jpg");
              images(files, "y/%d.jpg");
              files.text("l.csv", rows(","));
            },
            table("id", "label"),
            "16+4",
            List.of("a", "b"),
            List.of("10 rows of the table of labels name several images", "x/0.jpg and y/0.jpg")));
    for (String table : List.of("train.csv", "train_labels.csv", "train/l.csv")) {
      cases.add(
          new DatasetCase(
              "names of " + table + " again in test",
              files -> {
                images(files, "train/%d.jpg");
                images(files, "test/%d.jpg");
                files.text(table, rows(","));
              },
              table("id", "label"),
              "8+2",
              List.of("a", "b"),
              List.of("test is not used: its 10 images have no labels")));
    }
    for (String path : List.of("no%d.jpg", "%d.png", "%d.JPG", "C:\\x\\%d.jpg", "data/%d.jpg")) {
      cases.add(
          failing(
              "rows " + path,
              text(
                  "l.csv",
                  rows(",")
                      .replaceAll("(\\d)\\.jpg", path.replace("\\", "\\\\").replace("%d", "$1"))),
              "a table of labels with the images' paths or names",
              "found 10 rows such as",
              "images such as images/0.jpg"));
    }
    for (String[] forms : new String[][] {{"\u00e9", "e\u0301"}, {"e\u0301", "\u00e9"}}) {
      cases.add(
          new DatasetCase(
              "accents in table " + forms[0].length(),
              files -> {
                images(files, "images/" + forms[1] + "%d.jpg");
                files.text("l.csv", rows(",").replaceAll("(\\d\\.jpg)", forms[0] + "$1"));
              },
              table("id", "label"),
              "8+2",
              List.of("a", "b"),
              List.of()));
    }
    for (String[] pair : new String[][] {{"caf\u00e9", "cafe\u0301"}, {"cat", "Cat"}}) {
      cases.add(
          fails(
              "other spelling of " + pair[0],
              files ->
                  files
                      .images("train/" + pair[0] + "/1.png", "train/x/1.png")
                      .images("test/" + pair[1] + "/1.png", "test/x/1.png"),
              "class " + pair[1],
              "class "
                  + pair[0]
                  + " differs only in case, in how its accents are stored or in the form of a"
                  + " number"));
    }
  }

  private static void addOtherFiles(List<DatasetCase> cases) {
    cases.add(
        fails(
            "7z archive",
            files -> files.write("data.7z", SEVEN_ZIP),
            "found 0 images",
            "other files: data.7z"));
    cases.add(
        fails(
            "web page called zip",
            files -> files.text("data.zip", "<!DOCTYPE html><html>"),
            "found an HTML page, perhaps the error message of a download"));
    cases.add(
        fails("empty zip", files -> files.write("data.zip", new byte[0]), "found an empty file"));
    cases.add(
        fails(
            "pointer instead of an image",
            files ->
                files
                    .dataset()
                    .text("train/bar/0.png", "version https://git-lfs.github.com/spec/v1\noid"),
            "train/bar/0.png",
            "found a pointer of Git LFS; get the file with git lfs pull"));
    cases.add(
        learns(
            "photographs of a phone",
            files ->
                files
                    .dataset()
                    .text("train/bar/a.heic", "\0\0\0\u0018ftypheic")
                    .text("train/bar/b.HEIC", "\0\0\0\u0018ftypheic")
                    .text("train/bar/c.svg", "<svg/>"),
            "3 files have suffixes of images in formats that are not read (.heic, .svg)"));
    cases.add(
        fails(
            "links to each other",
            files ->
                files
                    .dataset()
                    .link("train/bar/x", Path.of("../circle"))
                    .link("train/circle/y", Path.of("../bar")),
            "train/bar/x/y: expected no link to a folder that contains it"));
  }

  private static DatasetCase read(
      String name, String table, Consumer<CaseFiles> files, String... notes) {
    return counts(name + " " + table, "8+2", withImages(files), notes)
        .of("a", "b")
        .with(table("id", "label"));
  }

  private static DatasetCase failing(String name, Consumer<CaseFiles> files, String... parts) {
    return fails(name, withImages(files), parts).with(table("id", "label"));
  }

  private static Consumer<CaseFiles> withImages(Consumer<CaseFiles> others) {
    return files -> {
      images(files, "images/%d.jpg");
      others.accept(files);
    };
  }

  private static void images(CaseFiles files, String pattern) {
    for (int i = 0; i < 10; i++) {
      files.write(pattern.formatted(i), CaseFiles.encoded("jpg", i));
    }
  }

  private static Consumer<CaseFiles> encoded(Charset charset) {
    return files -> files.write("l.csv", rows(",").getBytes(charset));
  }

  private static Consumer<CaseFiles> text(String path, String content) {
    return files -> files.text(path, content);
  }

  /** Returns a table of the images 0.jpg to 9.jpg, of classes a and b. */
  private static String rows(String separator) {
    StringBuilder rows = new StringBuilder("id" + separator + "label\n");
    for (int i = 0; i < 10; i++) {
      rows.append(i).append(".jpg").append(separator).append(i % 2 == 0 ? "a\n" : "b\n");
    }
    return rows.toString();
  }
}
