package dev.patchseek.indexer.format;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;

/** Lucene's own codec, apart from the vectors. Needed for writing only. */
public final class PatchCodec extends Lucene104Codec {

  private final KnnVectorsFormat vectors = new PatchVectorsFormat();

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return vectors;
  }
}
