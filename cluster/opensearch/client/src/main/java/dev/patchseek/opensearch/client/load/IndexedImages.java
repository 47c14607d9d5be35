package dev.patchseek.opensearch.client.load;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.IndexParts;
import dev.patchseek.indexer.write.SampledCodebook;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;

/** The images of an index, or of all its shards, as of its last commit. */
final class IndexedImages implements Closeable {

  private final Path index;
  private final IndexManifest manifest;
  private final MultiReader reader;

  private IndexedImages(Path index, IndexManifest manifest, MultiReader reader) {
    this.index = index;
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
      return new IndexedImages(index, parts.manifest(), all);
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

  /** Those of some ids that no image has. */
  List<String> without(List<String> ids) throws IOException {
    List<String> without = new ArrayList<>();
    for (String id : ids) {
      if (ImageFields.find(reader, id) < 0) {
        without.add(id);
      }
    }
    return without;
  }

  /**
   * A codebook for all images: their index's own, or else one that is trained now, if there are
   * many.
   *
   * @param shards that the images will be divided into
   */
  Optional<Codebook> codebook(int shards) throws IOException {
    if (manifest.codebook() != null) {
      return manifest.readCodebook(index);
    }
    return reader.numDocs() / shards < SampledCodebook.WORTHWHILE
        ? Optional.empty()
        : Optional.of(SampledCodebook.of(reader, manifest));
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
