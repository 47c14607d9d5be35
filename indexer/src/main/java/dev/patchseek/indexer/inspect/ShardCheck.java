package dev.patchseek.indexer.inspect;

import dev.patchseek.indexer.format.IndexParts;
import dev.patchseek.indexer.format.Shard;
import dev.patchseek.indexer.format.ShardManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether shards are what the table of their directory says. */
final class ShardCheck {

  private ShardCheck() {}

  /** One sentence for each shard with other files; none for an index that is not made of shards. */
  static List<String> faults(IndexParts index) throws IOException {
    List<String> faults = new ArrayList<>();
    if (index.isSharded()) {
      for (Shard shard : index.shards().shards()) {
        String digest = Shard.digest(index.index().resolve(shard.name()));
        if (!digest.equals(shard.sha256())) {
          faults.add(
              "%s: its files have the SHA-256 %s, but %s says %s"
                  .formatted(shard.name(), digest, ShardManifest.FILE, shard.sha256()));
        }
      }
    }
    return faults;
  }
}
