package dev.patchseek.indexer.query;

import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.ReferenceManager;
import org.apache.lucene.store.Directory;

/**
 * The reader of the last commit seen, counted, so that a refresh closes it only after the searches
 * that use it. A commit made by another model is never taken over.
 */
final class CheckedReaders extends ReferenceManager<DirectoryReader> {

  private final Path index;
  private final ModelIdentity model;

  /** Of all commits seen: a search may still use the one before. */
  private final Map<String, Codebook> codebooks = new ConcurrentHashMap<>();

  CheckedReaders(Path index, Directory directory, ModelIdentity model) throws IOException {
    this.index = index;
    this.model = model;
    this.current = checked(DirectoryReader.open(directory));
  }

  private DirectoryReader checked(DirectoryReader reader) throws IOException {
    try {
      IndexManifest manifest = manifest(reader);
      manifest.requireModel(index, model);
      if (manifest.codebook() != null && !codebooks.containsKey(manifest.codebook())) {
        manifest.readCodebook(index).ifPresent(it -> codebooks.put(manifest.codebook(), it));
      }
      return reader;
    } catch (RuntimeException | IOException e) {
      reader.close();
      throw e;
    }
  }

  /** The codebook that the images of a reader are listed by; null for none. */
  Codebook codebook(DirectoryReader reader) throws IOException {
    String name = manifest(reader).codebook();
    return name == null ? null : codebooks.get(name);
  }

  private IndexManifest manifest(DirectoryReader reader) throws IOException {
    return IndexManifest.parse(index, reader.getIndexCommit().getUserData());
  }

  @Override
  protected DirectoryReader refreshIfNeeded(DirectoryReader reader) throws IOException {
    DirectoryReader newer = DirectoryReader.openIfChanged(reader);
    return newer == null ? null : checked(newer);
  }

  @Override
  protected void decRef(DirectoryReader reader) throws IOException {
    reader.decRef();
  }

  @Override
  protected boolean tryIncRef(DirectoryReader reader) {
    return reader.tryIncRef();
  }

  @Override
  protected int getRefCount(DirectoryReader reader) {
    return reader.getRefCount();
  }
}
