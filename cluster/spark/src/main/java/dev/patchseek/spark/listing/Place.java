package dev.patchseek.spark.listing;

import dev.patchseek.data.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where pictures come from.
 *
 * @param kind of place
 * @param uri of it
 */
public record Place(Kind kind, String uri) implements Serializable {

  /** What a place is. */
  public enum Kind {
    /** A folder of pictures, with all below. */
    FOLDER,
    /** An uncompressed tar. */
    TAR,
    /** A manifest: JSON lines that name pictures. */
    LINES,
    /** A manifest as Parquet, a file or a directory of them. */
    PARQUET
  }

  /**
   * Finds the places that names or patterns stand for.
   *
   * @param given paths or URIs, with Hadoop's wildcards
   * @throws InvalidInputException when one stands for nothing, or for something else
   */
  public static List<Place> find(List<String> given, Configuration hadoop) {
    List<Place> places = new ArrayList<>();
    for (String name : given) {
      try {
        for (FileStatus file : files(new Path(name), hadoop)) {
          places.add(of(file));
        }
      } catch (IOException e) {
        throw new InvalidInputException("%s cannot be listed: %s".formatted(name, e), e);
      }
    }
    return places;
  }

  private static FileStatus[] files(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    try {
      return new FileStatus[] {files.getFileStatus(path)};
    } catch (FileNotFoundException e) {
      FileStatus[] matching = files.globStatus(path);
      if (matching == null || matching.length == 0) {
        throw new InvalidInputException(
            path + " does not exist; expected a folder, a tar or a manifest of pictures", e);
      }
      return matching;
    }
  }

  private static Place of(FileStatus file) {
    String uri = file.getPath().toString();
    String name = file.getPath().getName().toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      return new Place(Kind.PARQUET, uri);
    }
    if (file.isDirectory()) {
      return new Place(Kind.FOLDER, uri);
    }
    if (name.endsWith(".tar")) {
      return new Place(Kind.TAR, uri);
    }
    if (name.endsWith(".jsonl")) {
      return new Place(Kind.LINES, uri);
    }
    throw new InvalidInputException(
        uri + ": expected a folder, or a file that ends in .tar, .jsonl or .parquet");
  }

  /** What this is called as the source of its pictures: of a local place the path alone. */
  String source() {
    return source(new Path(uri));
  }

  static String source(Path place) {
    return "file".equals(place.toUri().getScheme())
        ? place.toUri().getPath()
        : place.toUri().toString();
  }
}
