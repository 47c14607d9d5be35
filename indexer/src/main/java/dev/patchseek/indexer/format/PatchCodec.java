package dev.patchseek.indexer.format;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;

/** Lucene's own codec, apart from the patches. Needed for writing only. */
public final class PatchCodec extends Lucene104Codec {

  private final KnnVectorsFormat patches = new PatchVectorsFormat();

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return field.equals(ImageFields.PATCHES) ? patches : super.getKnnVectorsFormatForField(field);
  }
}
