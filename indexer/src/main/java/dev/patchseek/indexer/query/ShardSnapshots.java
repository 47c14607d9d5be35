package dev.patchseek.indexer.query;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.IndexParts;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.format.Shard;
import dev.patchseek.indexer.format.ShardManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;

/** The sets of shards that the table of their directory has named, one after the other. */
final class ShardSnapshots extends Snapshots {

  private final Path index;

  ShardSnapshots(IndexParts index, ModelIdentity model) throws IOException {
    super(model);
    this.index = index.index();
    this.current = open(index.shards());
  }

  private Snapshot open(ShardManifest manifest) throws IOException {
    List<Snapshot.Part> parts = new ArrayList<>();
    try {
      for (Shard shard : manifest.shards()) {
        parts.add(open(shard));
      }
    } catch (RuntimeException | IOException e) {
      IOUtils.closeWhileHandlingException(parts.stream().map(Snapshot.Part::reader).toList());
      throw e;
    }
    IndexReader[] readers = parts.stream().map(Snapshot.Part::reader).toArray(IndexReader[]::new);
    return new Snapshot(
        new MultiReader(readers, true), Snapshot.codebooks(parts), manifest.version());
  }

  private Snapshot.Part open(Shard shard) throws IOException {
    Path place = index.resolve(shard.name());
    Directory files = FSDirectory.open(place);
    DirectoryReader reader = DirectoryReader.open(files);
    reader.getReaderCacheHelper().addClosedListener(key -> files.close());
    Snapshot.Part part = checked(place, reader);
    if (reader.numDocs() != shard.images()) {
      reader.close();
      throw new InvalidInputException(
          "the shard %s has %d images, but %s says %d: copy it again, or make its shards again"
              .formatted(place, reader.numDocs(), ShardManifest.FILE, shard.images()));
    }
    return part;
  }

  @Override
  protected Snapshot refreshIfNeeded(Snapshot before) throws IOException {
    ShardManifest manifest = ShardManifest.read(index);
    return manifest.version() == before.version() ? null : open(manifest);
  }
}
