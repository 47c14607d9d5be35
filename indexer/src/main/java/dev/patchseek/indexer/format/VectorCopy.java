package dev.patchseek.indexer.format;

import java.io.IOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorEncoding;

/** Takes the vectors of a stored document over into another, to the bit. */
final class VectorCopy {

  private VectorCopy() {}

  /**
   * Copies all vector fields.
   *
   * @param document its number in the segment
   */
  static void add(LeafReader segment, int document, Document to) throws IOException {
    for (FieldInfo field : segment.getFieldInfos()) {
      if (!field.hasVectorValues()) {
        continue;
      }
      if (field.getVectorEncoding() == VectorEncoding.FLOAT32) {
        FloatVectorValues values = segment.getFloatVectorValues(field.name);
        float[] vector = values.vectorValue(ordinal(values, document)).clone();
        to.add(new KnnFloatVectorField(field.name, vector, field.getVectorSimilarityFunction()));
      } else {
        ByteVectorValues values = segment.getByteVectorValues(field.name);
        byte[] vector = values.vectorValue(ordinal(values, document)).clone();
        to.add(new KnnByteVectorField(field.name, vector, field.getVectorSimilarityFunction()));
      }
    }
  }

  private static int ordinal(KnnVectorValues values, int document) throws IOException {
    KnnVectorValues.DocIndexIterator documents = values.iterator();
    documents.advance(document);
    return documents.index();
  }
}
