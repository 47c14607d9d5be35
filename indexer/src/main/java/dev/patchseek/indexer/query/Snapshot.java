package dev.patchseek.indexer.query;

import dev.patchseek.indexer.codebook.Codebook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;

/**
 * What a search reads: the last commit of an index, or of each of its shards.
 *
 * @param reader of all images
 * @param codebooks that the images of each segment are listed by, in the order of the reader's
 *     segments; null for a segment without
 * @param version that an index which has changed does not have
 */
record Snapshot(IndexReader reader, List<Codebook> codebooks, long version) {

  /** A commit and its codebook, which may be null. */
  record Part(DirectoryReader reader, Codebook codebook) {}

  /** The codebooks by segment, for a reader of these parts in this order. */
  static List<Codebook> codebooks(List<Part> parts) {
    List<Codebook> codebooks = new ArrayList<>();
    for (Part part : parts) {
      Codebook[] ofSegments = new Codebook[part.reader().leaves().size()];
      Arrays.fill(ofSegments, part.codebook());
      codebooks.addAll(Arrays.asList(ofSegments));
    }
    return codebooks;
  }

  /** What the images of a segment are listed by; null for nothing. */
  Codebook codebook(LeafReaderContext segment) {
    return codebooks.get(segment.ord);
  }

  /** Whether any images are listed by a codebook. */
  boolean isListed() {
    return codebooks.stream().anyMatch(Objects::nonNull);
  }
}
