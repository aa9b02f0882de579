package io.lautum.data.prepare;

import static io.lautum.data.prepare.DatasetCase.counts;
import static io.lautum.data.prepare.DatasetCase.fails;
import static io.lautum.data.prepare.DatasetCase.learns;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Names, folders, links and files that do not belong to the dataset. */
final class FolderCases {
  private FolderCases() {}

  static List<DatasetCase> all() {
    List<DatasetCase> cases = new ArrayList<>();
    addSubsets(cases);
    addClasses(cases);
    addNames(cases);
    addOtherFiles(cases);
    return cases;
  }

  private static void addSubsets(List<DatasetCase> cases) {
    String[][] names = {
      {"train", "val"},
      {"Train", "Test"},
      {"TRAINING", "TESTING"},
      {"training", "validation"},
      {"train", "eval"},
      {"train", "dev"},
      {"train_set", "test_set"},
      {"training_set/training_set", "test_set/test_set"},
      {"seg_train/seg_train", "seg_test/seg_test"},
      {"train-images", "validation images"},
      {"my photographs (1)/train", "my photographs (1)/valid"},
      {"a/b/c/train", "a/b/c/Eval"},
      {"data/train/shapes", "data/test/shapes"}
    };
    for (String[] pair : names) {
      String top = pair[1].replaceFirst("^(my photo[^/]*|a/b/c|data)/", "");
      cases.add(
          learns(
              pair[0] + " and " + pair[1],
              files -> files.dataset(pair[0], pair[1], "png"),
              top.startsWith("test/") ? "" : top.split("/")[0] + " serves as test set"));
    }
    cases.add(
        learns(
            "three subsets",
            files -> files.dataset().images("val/bar/0.png", "val/circle/0.png"),
            "val is not used; test serves as test set"));
    cases.add(
        learns(
            "subsets within classes",
            files -> {
              for (String name : CaseFiles.CLASSES) {
                for (int i = 0; i < 4; i++) {
                  files.images(name + "/train/" + i + ".png");
                }
                files.images(name + "/Test/0.png", name + "/Test/1.png", name + "/val/9.png");
              }
            }));
    cases.add(
        learns(
            "a loose picture next to the dataset",
            files -> files.dataset("set/train", "set/test", "png").images("logo.png")));
    cases.add(
        counts(
            "no test set",
            "9+3",
            files -> files.dataset("train", null, "png"),
            "no test set found: 3 images",
            "test-share"));
    cases.add(
        counts("only classes", "9+3", files -> files.dataset(".", null, "png"), "no test set found")
            .of("bar", "circle", "square"));
    cases.add(
        counts(
                "a class called train",
                "6+3",
                files -> {
                  for (String name : List.of("bus", "car", "train")) {
                    files.images(name + "/1.png", name + "/2.png", name + "/3.png");
                  }
                })
            .of("bus", "car", "train"));
    cases.add(
        fails(
            "test without train",
            files -> files.dataset("test", null, "png"),
            "a folder train next to the others",
            "Known layouts"));
  }

  private static void addClasses(List<DatasetCase> cases) {
    cases.add(
        counts(
            "class without test images",
            "13+6",
            files -> files.dataset().images("train/zebra/1.png")));
    cases.add(
        fails(
            "class only in test",
            files -> files.dataset().images("test/star/1.png"),
            "class star"));
    cases.add(
        learns(
            "empty class",
            files -> files.dataset().folder("train/star"),
            "class star has no images and is left out"));
    cases.add(
        learns(
            "class of junk",
            files ->
                files
                    .dataset()
                    .write("train/star/Thumbs.db", new byte[9])
                    .text("train/star/notes.txt", "x"),
            "class star has no images and is left out"));
    cases.add(
        counts(
            "one image of a class",
            "13+7",
            files -> files.dataset().images("train/star/1.png", "test/star/1.png"),
            "only one training image of star"));
    cases.add(
        fails(
            "one class",
            files -> files.images("train/bar/1.png", "test/bar/1.png"),
            "two or more classes",
            "only bar"));
    cases.add(
        counts(
            "many classes",
            "200+200",
            files -> {
              for (int i = 0; i < 200; i++) {
                files.images("train/n%05d/1.png".formatted(i), "test/n%05d/1.png".formatted(i));
              }
            }));
    cases.add(
        counts(
            "nested",
            "14+6",
            files -> files.dataset().images("train/bar/more/1.png", "train/bar/a/b/c/2.png")));
    cases.add(
        learns(
            "folder images in each class",
            files -> {
              for (String name : CaseFiles.CLASSES) {
                for (int i = 0; i < 4; i++) {
                  files.images("train/" + name + "/images/" + i + ".png");
                }
                files.images("test/" + name + "/images/1.png", "test/" + name + "/images/2.png");
              }
            }));
    cases.add(
        learns(
            "unlabelled next to train",
            files -> files.dataset().images("unlabelled/1.png"),
            "the folder unlabelled next to train is not part",
            "target.unlabelled"));
    for (String name : List.of("unlabelled", "Unlabeled")) {
      cases.add(
          counts(
              name + " among the classes",
              "13+6",
              files -> files.dataset().images("train/" + name + "/1.png"),
              "a class is called " + name + "; if its 1 images have no labels",
              "target.unlabelled"));
    }
    cases.add(
        fails(
            "only images",
            files -> files.images("1.png", "2.png", "x.png"),
            "found 3 images without class",
            "path-column",
            "class-pattern"));
  }

  private static void addNames(List<DatasetCase> cases) {
    for (String name :
        List.of(
            "a b",
            "a=b",
            "50%25 #1",
            "x%20y",
            "what?",
            "[1]",
            "{a,b}",
            "q\"uote",
            "it's",
            "a+b",
            "a&b",
            "*",
            "back\\slash",
            "class:1",
            "犬 🐶",
            "école",
            "e\u0301cole",
            "-",
            "~",
            "$x")) {
      cases.add(
          counts(
                  "name " + name,
                  "4+2",
                  files ->
                      files.images(
                          "train/" + name + "/" + name + ".png",
                          "train/" + name + "/1.png",
                          "train/zz/1.png",
                          "train/zz/2.png",
                          "test/" + name + "/" + name + ".png",
                          "test/zz/1.png"))
              .of(name.compareTo("zz") < 0 ? name : "zz", name.compareTo("zz") < 0 ? "zz" : name));
    }
    cases.add(
        counts(
            "time in a name",
            "13+6",
            files -> files.dataset().images("train/bar/2024-01-01T10:30:00.png")));
    cases.add(numbers("numbers", "1", "2", "10"));
    cases.add(numbers("numbers with zeros in front", "007", "08", "9", "100"));
  }

  private static DatasetCase numbers(String name, String... classes) {
    return counts(
            name,
            classes.length + "+" + classes.length,
            files -> {
              for (String number : classes) {
                files.images("train/" + number + "/1.png", "test/" + number + "/1.png");
              }
            })
        .of(classes);
  }

  private static void addOtherFiles(List<DatasetCase> cases) {
    cases.add(
        learns(
            "files of systems",
            files -> {
              files.dataset();
              for (String path :
                  List.of(
                      ".DS_Store",
                      "train/.DS_Store",
                      "train/circle/._0.png",
                      "train/circle/Thumbs.db",
                      "train/desktop.ini",
                      "__MACOSX/train/circle/._a.png",
                      "train/.ipynb_checkpoints/a.png",
                      "train/@eaDir/bar.png")) {
                files.write(path, new byte[] {'x'});
              }
            }));
    cases.add(
        learns(
            "texts",
            files ->
                files
                    .dataset()
                    .text("README.txt", "a")
                    .text("train.csv", "a,b")
                    .text("train/labels.json", "{}"),
            "3 files are no images and not used"));
    cases.add(
        counts(
            "link inside",
            "13+6",
            files -> files.dataset().link("train/circle/zz.png", Path.of("1.png"))));
    cases.add(
        fails("link outside", FolderCases::linkOutside, "train/circle/zz.png", "follow-links"));
    cases.add(
        counts("link outside that is allowed", "13+6", FolderCases::linkOutside)
            .with(DatasetCase.followingLinks()));
    cases.add(
        counts("class outside", "12+6", FolderCases::classOutside)
            .with(DatasetCase.followingLinks()));
    cases.add(fails("class outside unasked", FolderCases::classOutside, "circle", "follow-links"));
  }

  private static void linkOutside(CaseFiles files) {
    files.dataset().write("../outside.png", CaseFiles.encoded("png", 1));
    files.link("train/circle/zz.png", files.root().resolveSibling("outside.png"));
  }

  private static void classOutside(CaseFiles files) {
    files
        .dataset()
        .move("train/circle", "../outside")
        .link("train/circle", files.root().resolveSibling("outside"));
  }
}
