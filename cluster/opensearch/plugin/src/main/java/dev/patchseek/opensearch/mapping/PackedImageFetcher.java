package dev.patchseek.opensearch.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.opensearch.index.mapper.ValueFetcher;
import org.opensearch.search.lookup.SourceLookup;

/** {@code "fields": ["image"]} of a search: the vectors of its hits, as they were sent. */
final class PackedImageFetcher implements ValueFetcher {

  private final String field;
  private final PatchLayout layout;
  private SegmentImages images;

  PackedImageFetcher(String field, PatchLayout layout) {
    this.field = field;
    this.layout = layout;
  }

  @Override
  public void setNextReader(LeafReaderContext segment) {
    try {
      images = SegmentImages.of(segment.reader(), field, layout);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Object> fetchValues(SourceLookup document) throws IOException {
    return images.has(document.docId())
        ? List.of(images.packed(document.docId()).toMap())
        : List.of();
  }
}
