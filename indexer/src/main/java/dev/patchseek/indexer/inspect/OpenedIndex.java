package dev.patchseek.indexer.inspect;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.format.StoredVectors;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;

/**
 * The last commit of an index.
 *
 * @param path its directory, for messages
 */
record OpenedIndex(Path path, IndexManifest manifest, Directory directory, DirectoryReader reader)
    implements Closeable {

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
    IndexManifest manifest = IndexManifest.read(path);
    Directory directory = null;
    try {
      directory = FSDirectory.open(path);
      return new OpenedIndex(path, manifest, directory, DirectoryReader.open(directory));
    } catch (IOException e) {
      IOUtils.closeWhileHandlingException(directory);
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

  void forEachImage(Visitor visitor) throws IOException {
    ModelIdentity model = manifest.model();
    for (LeafReaderContext segment : reader.leaves()) {
      Bits live = segment.reader().getLiveDocs();
      StoredVectors patches = StoredVectors.patches(segment.reader());
      StoredVectors globals = StoredVectors.globals(segment.reader());
      for (int document = 0; document < segment.reader().maxDoc(); document++) {
        if (live == null || live.get(document)) {
          visitor.visit(
              new StoredImage(
                  segment.docBase + document,
                  ImageFields.read(reader, segment.docBase + document),
                  ImageFields.id(segment.reader(), document),
                  vectors(patches, document, model.patchCount(), model.dim()),
                  vectors(globals, document, 1, model.dim())));
        }
      }
    }
  }

  /** Null where the document has none. */
  private static float[] vectors(StoredVectors field, int document, int count, int dim)
      throws IOException {
    boolean there =
        field != null
            && (field.documents().docID() == document
                || field.documents().advance(document) == document);
    return there ? field.vectors(count, dim) : null;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory);
  }
}
