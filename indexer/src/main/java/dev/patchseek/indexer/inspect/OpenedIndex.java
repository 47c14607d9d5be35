package dev.patchseek.indexer.inspect;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.IndexParts;
import dev.patchseek.indexer.format.StoredPatches;
import dev.patchseek.indexer.format.StoredVectors;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;

/**
 * The last commit of an index, or of each of its shards.
 *
 * @param place what it consists of
 * @param parts at least one
 * @param reader of all of them
 */
record OpenedIndex(IndexParts place, List<Part> parts, IndexReader reader) implements Closeable {

  /** A Lucene index with its files. */
  record Part(Path path, Directory directory, DirectoryReader reader) implements Closeable {

    static Part open(Path path) throws IOException {
      Directory directory = FSDirectory.open(path);
      try {
        return new Part(path, directory, DirectoryReader.open(directory));
      } catch (IOException e) {
        IOUtils.closeWhileHandlingException(directory);
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      IOUtils.close(reader, directory);
    }
  }

  /** Takes an image out of an index. */
  interface Visitor {
    /** Called for each live image, in the order of the documents. */
    void visit(StoredImage image) throws IOException;
  }

  /**
   * Opens an index.
   *
   * @throws InvalidInputException when there is none, or it cannot be read
   */
  static OpenedIndex open(Path path) {
    IndexParts place = IndexParts.of(path);
    List<Part> parts = new ArrayList<>();
    try {
      for (Path directory : place.directories()) {
        parts.add(Part.open(directory));
      }
      IndexReader[] readers = parts.stream().map(Part::reader).toArray(IndexReader[]::new);
      // the parts close their readers themselves
      return new OpenedIndex(place, List.copyOf(parts), new MultiReader(readers, false));
    } catch (IOException e) {
      IOUtils.closeWhileHandlingException(parts);
      throw unreadable(path, e);
    }
  }

  /** The message of a file that cannot be read. */
  static InvalidInputException unreadable(Path path, IOException cause) {
    return new InvalidInputException(
        "the index %s cannot be read (%s): index again into a new directory, or restore a copy"
            .formatted(path, cause),
        cause);
  }

  /** What holds for all parts. */
  IndexManifest manifest() {
    return place.manifest();
  }

  void forEachImage(Visitor visitor) throws IOException {
    for (LeafReaderContext segment : reader.leaves()) {
      Bits live = segment.reader().getLiveDocs();
      StoredPatches patches = StoredPatches.of(segment.reader(), manifest());
      StoredVectors globals = StoredVectors.globals(segment.reader());
      for (int document = 0; document < segment.reader().maxDoc(); document++) {
        if (live == null || live.get(document)) {
          boolean present = patches != null && patches.advance(document);
          visitor.visit(
              new StoredImage(
                  segment.docBase + document,
                  ImageFields.read(reader, segment.docBase + document),
                  ImageFields.id(segment.reader(), document),
                  present ? patches.ofPatches() : null,
                  present ? patches.vectorOfPatch() : null,
                  globals != null && globals.advance(document)
                      ? globals.vectors(1, manifest().model().dim())
                      : null));
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
    IOUtils.close(parts);
  }
}
