package dev.patchseek.indexer.format;

import dev.patchseek.data.InvalidInputException;
import java.nio.file.Path;
import java.util.List;

/**
 * The directories that an index consists of: itself, or its shards.
 *
 * @param index its directory
 * @param manifest of the index; of shards, what holds for all of them
 * @param shards null for an index that is not made of shards
 */
public record IndexParts(Path index, IndexManifest manifest, ShardManifest shards) {

  /**
   * Looks into a directory.
   *
   * @throws InvalidInputException when there is neither an index nor shards, or the shards do not
   *     belong together
   */
  public static IndexParts of(Path index) {
    if (!ShardManifest.isIn(index)) {
      return new IndexParts(index, IndexManifest.read(index), null);
    }
    return of(index, ShardManifest.read(index));
  }

  /**
   * Puts shards together.
   *
   * @throws InvalidInputException when one cannot be read, or they do not belong together
   */
  public static IndexParts of(Path index, ShardManifest shards) {
    Path first = index.resolve(shards.shards().getFirst().name());
    IndexManifest common = IndexManifest.read(first);
    for (Shard shard : shards.shards()) {
      Path directory = index.resolve(shard.name());
      IndexManifest.read(directory).requireLike(directory, first, common);
    }
    return new IndexParts(index, common.withCodebook(null), shards);
  }

  /** Whether this is an index of shards. */
  public boolean isSharded() {
    return shards != null;
  }

  /** The directories of Lucene's indexes, at least one. */
  public List<Path> directories() {
    return shards == null
        ? List.of(index)
        : shards.shards().stream().map(shard -> index.resolve(shard.name())).toList();
  }
}
