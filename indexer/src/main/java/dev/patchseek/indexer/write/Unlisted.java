package dev.patchseek.indexer.write;

import dev.patchseek.indexer.format.ImageFields;
import java.io.IOException;
import java.util.stream.StreamSupport;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Terms;

/** A segment as if its images were listed nowhere. */
final class Unlisted extends FilterLeafReader {

  private final FieldInfos infos;

  Unlisted(LeafReader segment) {
    super(segment);
    FieldInfo[] others =
        StreamSupport.stream(segment.getFieldInfos().spliterator(), false)
            .filter(field -> !field.name.equals(ImageFields.CENTROIDS))
            .toArray(FieldInfo[]::new);
    this.infos = new FieldInfos(others);
  }

  @Override
  public FieldInfos getFieldInfos() {
    return infos;
  }

  @Override
  public Terms terms(String field) throws IOException {
    return field.equals(ImageFields.CENTROIDS) ? null : super.terms(field);
  }

  @Override
  public CacheHelper getCoreCacheHelper() {
    return null;
  }

  @Override
  public CacheHelper getReaderCacheHelper() {
    return null;
  }
}
