package io.lautum.data.read.vectors;

import io.lautum.data.read.parquet.TablePart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** The kinds of files that have vectors, by suffix; a text may also be compressed. */
enum FileKind {
  PARQUET(".parquet") {
    @Override
    VectorColumns.Available columns(Configuration hadoop, TablePart part) throws IOException {
      return ParquetVectors.columns(hadoop, part);
    }

    @Override
    VectorTable open(Configuration hadoop, TablePart part, VectorColumns columns, boolean vectors)
        throws IOException {
      return new ParquetVectors(hadoop, part, columns, vectors);
    }
  },
  CSV(".csv", ".tsv") {
    @Override
    VectorColumns.Available columns(Configuration hadoop, TablePart part) throws IOException {
      return CsvVectors.columns(hadoop, part);
    }

    @Override
    VectorTable open(Configuration hadoop, TablePart part, VectorColumns columns, boolean vectors)
        throws IOException {
      return new CsvVectors(hadoop, part, columns);
    }
  },
  JSON(".jsonl", ".ndjson", ".json") {
    @Override
    VectorColumns.Available columns(Configuration hadoop, TablePart part) throws IOException {
      return JsonVectors.columns(hadoop, part);
    }

    @Override
    VectorTable open(Configuration hadoop, TablePart part, VectorColumns columns, boolean vectors)
        throws IOException {
      return new JsonVectors(hadoop, part, columns);
    }
  },
  LIBSVM(".libsvm", ".svm") {
    @Override
    VectorTable open(Configuration hadoop, TablePart part, VectorColumns columns, boolean vectors)
        throws IOException {
      return new LibsvmVectors(hadoop, part);
    }
  },
  NUMPY(".npy", ".npz") {
    @Override
    List<TablePart> divided(Configuration hadoop, List<TablePart> files) throws IOException {
      List<TablePart> parts = new ArrayList<>();
      for (TablePart file : files) {
        parts.addAll(NumpyVectors.parts(hadoop, file));
      }
      return parts;
    }

    @Override
    VectorTable open(Configuration hadoop, TablePart part, VectorColumns columns, boolean vectors)
        throws IOException {
      return NumpyVectors.open(hadoop, part, vectors);
    }
  };

  /** The suffixes, for messages. */
  static final String SUFFIXES =
      ".parquet, .csv, .tsv, .jsonl, .ndjson, .json, .libsvm, .svm, .npy or .npz";

  private final List<String> suffixes;

  FileKind(String... suffixes) {
    this.suffixes = List.of(suffixes);
  }

  /** Returns the kind of a file; null if it is none of these. */
  static FileKind of(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    String text = name.replaceFirst("\\.(gz|bz2|xz)$", "");
    for (FileKind kind : values()) {
      boolean isText = kind != PARQUET && kind != NUMPY;
      if (kind.suffixes.stream().anyMatch((isText ? text : name)::endsWith)) {
        return kind;
      }
    }
    return null;
  }

  /** Returns the parts of files; an archive has several. */
  List<TablePart> divided(Configuration hadoop, List<TablePart> files) throws IOException {
    return files;
  }

  /** Returns the columns of a file; null if the kind has no names of columns. */
  VectorColumns.Available columns(Configuration hadoop, TablePart part) throws IOException {
    return null;
  }

  /** Opens a file before its first row. */
  abstract VectorTable open(
      Configuration hadoop, TablePart part, VectorColumns columns, boolean vectors)
      throws IOException;
}
