package dev.patchseek.opensearch.client.load;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.IndexParts;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;

/** The images of an index, or of all its shards, as of its last commit. */
final class IndexedImages implements Closeable {

  private final IndexManifest manifest;
  private final MultiReader reader;

  private IndexedImages(IndexManifest manifest, MultiReader reader) {
    this.manifest = manifest;
    this.reader = reader;
  }

  /**
   * Opens an index.
   *
   * @throws InvalidInputException when there is none, or it cannot be read
   */
  static IndexedImages open(Path index) {
    IndexParts parts = IndexParts.of(index);
    List<IndexReader> readers = new ArrayList<>();
    try {
      for (Path directory : parts.directories()) {
        readers.add(DirectoryReader.open(FSDirectory.open(directory)));
      }
      MultiReader all = new MultiReader(readers.toArray(IndexReader[]::new), true);
      return new IndexedImages(parts.manifest(), all);
    } catch (IOException e) {
      IOUtils.closeWhileHandlingException(readers);
      throw new InvalidInputException(
          "the index %s cannot be read: %s".formatted(index, e.getMessage()), e);
    }
  }

  IndexManifest manifest() {
    return manifest;
  }

  int count() {
    return reader.numDocs();
  }

  /** Takes the images one after the other. */
  interface Visitor {
    void take(ImageDocument image) throws IOException;
  }

  void forEach(Visitor visitor) throws IOException {
    for (LeafReaderContext segment : reader.leaves()) {
      Bits live = segment.reader().getLiveDocs();
      PackedVectors.Source vectors = new PackedVectors.Source(segment.reader(), manifest.model());
      for (int document = 0; document < segment.reader().maxDoc(); document++) {
        if (live == null || live.get(document)) {
          visitor.take(
              ImageDocument.of(
                  ImageFields.read(reader, segment.docBase + document), vectors.of(document)));
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
