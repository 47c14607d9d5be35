package dev.patchseek.spark.job;

import dev.patchseek.indexer.format.ImageRecord;
import org.apache.spark.Partitioner;

/**
 * Assigns pictures to shards by the hash of their names: always to the same one, however many
 * others there are.
 */
final class NamePartitioner extends Partitioner {

  private static final long serialVersionUID = 1;

  private final int shards;

  NamePartitioner(int shards) {
    this.shards = shards;
  }

  @Override
  public int numPartitions() {
    return shards;
  }

  @Override
  public int getPartition(Object name) {
    long hash = Long.parseUnsignedLong(ImageRecord.idOf((String) name), 16);
    return (int) Long.remainderUnsigned(hash, shards);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamePartitioner same && same.shards == shards;
  }

  @Override
  public int hashCode() {
    return shards;
  }
}
