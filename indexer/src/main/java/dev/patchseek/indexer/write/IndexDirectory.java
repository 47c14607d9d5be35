package dev.patchseek.indexer.write;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.codebook.CodebookFile;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ShardManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Tells a directory that may become an index from one that is none. */
final class IndexDirectory {

  private IndexDirectory() {}

  /**
   * Whether a new index may be made here: nothing is there, or only what a run left behind that
   * ended before its first commit.
   *
   * @throws InvalidInputException when something else is there
   */
  static boolean isFree(Path index) throws IOException {
    if (!Files.exists(index)) {
      return true;
    }
    if (!Files.isDirectory(index)) {
      throw new InvalidInputException("an index is a directory, but %s is a file".formatted(index));
    }
    if (isIndex(index)) {
      return false;
    }
    if (ShardManifest.isIn(index)) {
      IndexManifest.read(index); // says what can be done with shards instead
    }
    for (Path file : list(index)) {
      if (!isLeftover(file)) {
        throw new InvalidInputException(
            "%s holds no index but other files (%s): name an empty or a new directory"
                .formatted(index, file.getFileName()));
      }
    }
    return true;
  }

  /** Removes what a run that never committed has written. */
  static void removeUnlessIndex(Path index) throws IOException {
    if (Files.isDirectory(index) && !isIndex(index)) {
      for (Path file : list(index)) {
        if (isLeftover(file)) {
          Files.delete(file);
        }
      }
      if (list(index).isEmpty()) {
        Files.delete(index);
      }
    }
  }

  private static boolean isIndex(Path index) throws IOException {
    try (Directory directory = FSDirectory.open(index)) {
      return DirectoryReader.indexExists(directory);
    }
  }

  private static boolean isLeftover(Path file) {
    String name = file.getFileName().toString();
    return IndexFileNames.CODEC_FILE_PATTERN.matcher(name).matches()
        || name.startsWith(IndexFileNames.PENDING_SEGMENTS)
        || name.equals(IndexWriter.WRITE_LOCK_NAME)
        || CodebookFile.isOne(file);
  }

  private static List<Path> list(Path index) throws IOException {
    try (Stream<Path> files = Files.list(index)) {
      return files.toList();
    }
  }
}
