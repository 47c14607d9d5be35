package dev.patchseek.indexer.query;

import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.IndexParts;
import dev.patchseek.indexer.format.ModelIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.ReferenceManager;

/**
 * The newest snapshot seen, counted, so that a refresh closes its reader only after the searches
 * that use it. What another model made is never taken over.
 */
abstract class Snapshots extends ReferenceManager<Snapshot> {

  private final ModelIdentity model;

  /** By name, of all snapshots seen: a search may still use the one before. */
  private final Map<String, Codebook> codebooks = new ConcurrentHashMap<>();

  Snapshots(ModelIdentity model) {
    this.model = model;
  }

  /** Opens an index, or the shards that make one up. */
  static Snapshots open(IndexParts index, ModelIdentity model) throws IOException {
    return index.isSharded()
        ? new ShardSnapshots(index, model)
        : new CommitSnapshots(index.index(), model);
  }

  /** Closes the reader when it is not of the model, or its codebook cannot be read. */
  final Snapshot.Part checked(Path index, DirectoryReader reader) throws IOException {
    try {
      IndexManifest manifest = IndexManifest.parse(index, reader.getIndexCommit().getUserData());
      manifest.requireModel(index, model);
      String name = manifest.codebook();
      if (name != null && !codebooks.containsKey(name)) {
        manifest.readCodebook(index).ifPresent(codebook -> codebooks.put(name, codebook));
      }
      return new Snapshot.Part(reader, name == null ? null : codebooks.get(name));
    } catch (RuntimeException | IOException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  protected final void decRef(Snapshot snapshot) throws IOException {
    snapshot.reader().decRef();
  }

  @Override
  protected final boolean tryIncRef(Snapshot snapshot) {
    return snapshot.reader().tryIncRef();
  }

  @Override
  protected final int getRefCount(Snapshot snapshot) {
    return snapshot.reader().getRefCount();
  }
}
