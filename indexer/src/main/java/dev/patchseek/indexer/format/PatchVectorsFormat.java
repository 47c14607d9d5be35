package dev.patchseek.indexer.format;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's flat vectors (no graph, merged by copying) under a name of their own and without the
 * limit of 1,024 dimensions: one vector holds all patches of an image. Lucene finds this class by
 * its name in META-INF/services when it opens an index.
 */
public final class PatchVectorsFormat extends KnnVectorsFormat {

  /** Stored in every segment; changing it makes indexes unreadable. */
  static final String NAME = "PatchSeekPatches1";

  /** 32 x 32 patches of 1,024 components. */
  static final int MAX_FLOATS = 1 << 20;

  private final Lucene99FlatVectorsFormat flat =
      new Lucene99FlatVectorsFormat(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());

  /** For Lucene's service loader. */
  public PatchVectorsFormat() {
    super(NAME);
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return flat.fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return flat.fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String fieldName) {
    return MAX_FLOATS;
  }
}
