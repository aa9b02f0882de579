package io.lautum.data.prepare;

import static io.lautum.data.prepare.DatasetCase.counts;
import static io.lautum.data.prepare.DatasetCase.fails;
import static io.lautum.data.prepare.DatasetCase.pattern;
import static io.lautum.data.prepare.DatasetCase.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Images whose classes are in tables or in their names. */
final class TableCases {
  private TableCases() {}

  static List<DatasetCase> all() {
    List<DatasetCase> cases = new ArrayList<>();
    cases.add(
        fails(
            "table without keys",
            files -> rows(files, "train.csv", "id,label", i -> i + ".jpg"),
            "the tables train.csv [id, label]",
            "path-column and label-column"));
    String[][] spellings = {
      {"train.csv", "id,label", "%d.jpg"},
      {"train.csv", "id,label", "%d"},
      {"labels.csv", "label,id", "images/%d.jpg"},
      {"labels.tsv", "id\tlabel", "./images/%d.jpg"},
      {"labels.csv", "id;label", "images\\%d.jpg"},
      {"images/labels.csv", "id,label", "%d.jpg"},
      {"excel.csv", "sep=;\nid;label", "%d.jpg"},
      {"meta/labels.csv", "id,label", "../images/%d.jpg"},
      {"labels.csv", "id,label", "ROOT/images/%d.jpg"},
      {"labels.csv", "id,label", "file://ROOT/images/%d.jpg"}
    };
    for (String[] spelling : spellings) {
      cases.add(
          counts(
                  String.join(" ", spelling),
                  "8+2",
                  files ->
                      rows(
                          files,
                          spelling[0],
                          spelling[1],
                          i -> spelling[2].formatted(i).replace("ROOT", "" + files.root())))
              .of("a", "b")
              .with(table("id", "label")));
    }
    cases.add(
        counts(
                "JSON lines",
                "8+2",
                files -> {
                  StringBuilder lines = new StringBuilder();
                  for (int i = 0; i < 10; i++) {
                    image(files, i);
                    lines.append(
                        "{\"label\": %d, \"file_name\": \"images/%d.jpg\"}\n".formatted(i % 2, i));
                  }
                  files.text("metadata.jsonl", lines.toString());
                })
            .of("0", "1")
            .with(table("file_name", "label")));
    addSubsets(cases);
    addSameNames(cases);
    addFaults(cases);
    cases.add(
        counts(
                "class in the name",
                "4+2",
                files ->
                    files.images(
                        "train/cat.1.png",
                        "train/cat.2.png",
                        "train/dog.1.png",
                        "train/dog.2.png",
                        "test/cat.1.png",
                        "test/dog.1.png"))
            .of("cat", "dog")
            .with(pattern("^([a-z]+)\\.")));
    cases.add(
        fails(
            "class in the name unasked",
            files -> files.images("train/cat.1.png", "train/dog.1.png"),
            "class-pattern"));
    return cases;
  }

  private static void addSubsets(List<DatasetCase> cases) {
    cases.add(
        counts(
                "column of subsets",
                "6+2",
                files -> {
                  String[] subsets = {"train", "Training", "train", "test", "val"};
                  StringBuilder rows = new StringBuilder("file,class,split\n");
                  for (int i = 0; i < 10; i++) {
                    image(files, i);
                    rows.append(
                        "%d.jpg,%s,%s\n".formatted(i, i % 2 == 0 ? "a" : "b", subsets[i % 5]));
                  }
                  files.text("all.csv", rows.toString());
                },
                "rows named test as test set",
                "2 rows of a validation set are not used")
            .with(table("file", "class")));
    cases.add(
        counts(
                "tables named by subsets",
                "6+4",
                files -> {
                  StringBuilder train = new StringBuilder("id,label\n");
                  StringBuilder valid = new StringBuilder("id,label\n");
                  for (int i = 0; i < 10; i++) {
                    image(files, i);
                    (i < 6 ? train : valid)
                        .append("%d.jpg,%s\n".formatted(i, i % 2 == 0 ? "a" : "b"));
                  }
                  files
                      .text("train.csv", train.toString())
                      .text("valid_labels.csv", valid.toString());
                },
                "validation rows as test set")
            .with(table("id", "label")));
    cases.add(
        counts(
                "submission with invented labels",
                "8+2",
                files -> {
                  rows(files, "train.csv", "id,label", i -> i + ".jpg");
                  files.text("sample_submission.csv", "id,label\n90.jpg,a\n").images("test/90.png");
                },
                "1 images have no class")
            .with(table("id", "label")));
    cases.add(
        counts(
                "table with folders of subsets",
                "4+2",
                files -> {
                  StringBuilder rows = new StringBuilder("id,label\n");
                  for (String set :
                      List.of("train/1", "train/2", "train/3", "train/4", "val/1", "val/2")) {
                    files.images(set + ".png");
                    rows.append(set)
                        .append(".png,")
                        .append(set.matches(".*[13]") ? "a" : "b")
                        .append('\n');
                  }
                  files.text("all.csv", rows.toString());
                })
            .of("a", "b")
            .with(table("id", "label")));
  }

  /** The folder of each subset numbers its images from 0. */
  private static void addSameNames(List<DatasetCase> cases) {
    for (String tables : List.of("%s.csv", "%s_labels.csv", "%s/labels.csv")) {
      cases.add(
          counts(
                  "numbered by folder, with " + tables,
                  "4+6",
                  files -> {
                    numbered(files, "train", 8);
                    numbered(files, "test", 6);
                    files
                        .text(
                            tables.formatted("train"), "id,label\n" + numbers(4, 0, "%d.png,%s\n"))
                        .text(
                            tables.formatted("test"), "id,label\n" + numbers(6, 1, "%d.png,%s\n"));
                  })
              .of("a", "b")
              .with(table("id", "label")));
    }
    cases.add(
        counts(
                "numbered by folder, with one table",
                "4+6",
                files -> {
                  numbered(files, "set/Training", 4);
                  numbered(files, "set/val", 6);
                  String rows = numbers(4, 0, "%d,%s,train\n") + numbers(6, 1, "%d,%s,valid\n");
                  files.text("set/all.csv", "id,label,split\n" + rows);
                })
            .with(table("id", "label")));
    cases.add(
        counts(
                "validation among the training images",
                "4+6",
                files -> {
                  numbered(files, "train", 6);
                  numbered(files, "test", 6);
                  String all = numbers(6, 0, "%d,%s,train\n").replace("4,a,train", "4,a,val");
                  String rows = all.replace("5,b,train", "5,b,val") + numbers(6, 1, "%d,%s,test\n");
                  files.text("all.csv", "id,label,split\n" + rows);
                },
                "2 rows of a validation set are not used")
            .with(table("id", "label")));
    cases.add(
        fails(
                "two labels in tables of subsets",
                files -> {
                  numbered(files, "images", 6);
                  files
                      .text("train.csv", "id,label\n" + numbers(4, 0, "%d.png,%s\n"))
                      .text("test.csv", "id,label\n" + numbers(6, 1, "%d.png,%s\n"));
                },
                "expected one label per image",
                "name their folders in the tables")
            .with(table("id", "label")));
  }

  private static void numbered(CaseFiles files, String folder, int count) {
    for (int i = 0; i < count; i++) {
      files.write(folder + "/" + i + ".png", CaseFiles.encoded("png", i));
    }
  }

  private static String numbers(int count, int first, String row) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rows.append(row.formatted(i, (i + first) % 2 == 0 ? "a" : "b"));
    }
    return rows.toString();
  }

  private static void addFaults(List<DatasetCase> cases) {
    for (String path : List.of("../../secret.jpg", "/etc/passwd", "..\\..\\secret.jpg")) {
      cases.add(
          fails(
                  "table with " + path,
                  files -> {
                    image(files, 1);
                    files.text("labels.csv", "id,label\n" + path + ",a\n");
                  },
                  "labels.csv: row 2",
                  "paths inside it")
              .with(table("id", "label")));
    }
    cases.add(
        fails(
                "other columns",
                files -> rows(files, "train.csv", "name,class", i -> i + ".jpg"),
                "the columns \"id\" and \"label\"",
                "train.csv [name, class]")
            .with(table("id", "label")));
    cases.add(
        fails(
                "row without label",
                files -> {
                  image(files, 1);
                  files.text("labels.csv", "id,label\n1.jpg\n");
                },
                "labels.csv: row 2",
                "a path and a label")
            .with(table("id", "label")));
    cases.add(
        fails(
                "two labels",
                files -> {
                  image(files, 1);
                  files.text("labels.csv", "id,label\n1.jpg,a\n1.jpg,b\n");
                },
                "one label per image",
                "\"a\" and \"b\"")
            .with(table("id", "label")));
    cases.add(
        fails(
                "JSON that is cut",
                files -> {
                  image(files, 1);
                  files.text("labels.jsonl", "{\"id\": \"1.jpg\", \"label\": \"a\"}\n{\"id\": ");
                },
                "labels.jsonl: row 2",
                "an object in JSON")
            .with(table("id", "label")));
  }

  private static void rows(CaseFiles files, String table, String header, IntFunction<String> path) {
    String separator = header.replaceAll("(?s)sep=.\n|[a-z]", "");
    StringBuilder rows = new StringBuilder(header + "\r\n");
    for (int i = 0; i < 10; i++) {
      image(files, i);
      String label = i % 2 == 0 ? "a" : "b";
      boolean first = header.startsWith("label");
      rows.append(first ? label : path.apply(i))
          .append(separator)
          .append(first ? path.apply(i) : label)
          .append("\r\n");
    }
    files.text(table, rows.toString());
  }

  private static void image(CaseFiles files, int i) {
    files.write("images/" + i + ".jpg", CaseFiles.encoded("jpg", i));
  }
}
