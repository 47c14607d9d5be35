package dev.patchseek.indexer.inspect;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.IndexManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.Directory;

/**
 * What an index holds and what it takes.
 *
 * @param manifest of the index, or what holds for all its shards
 * @param parts shards, or 1 where it is not made of shards
 * @param images that can be found
 * @param deleted images that were removed or replaced, whose room the next merges give back
 * @param bytes of all files of the last commit
 * @param bytesByField what fills them: a vector field by its name, all else by its kind
 */
public record IndexStats(
    IndexManifest manifest,
    int parts,
    long images,
    long deleted,
    int segments,
    long bytes,
    Map<String, Long> bytesByField) {

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("fdt", "stored fields"),
          Map.entry("fdx", "stored fields"),
          Map.entry("fdm", "stored fields"),
          Map.entry("dvd", "doc values"),
          Map.entry("dvm", "doc values"),
          Map.entry("tim", "terms"),
          Map.entry("tip", "terms"),
          Map.entry("tmd", "terms"),
          Map.entry("doc", "terms"),
          Map.entry("psm", "terms"),
          Map.entry("kdd", "numbers"),
          Map.entry("kdi", "numbers"),
          Map.entry("kdm", "numbers"),
          Map.entry("liv", "deletions"));

  /**
   * Reads the last commit.
   *
   * @throws InvalidInputException when there is no index, or it cannot be read
   */
  public static IndexStats of(Path index) {
    try (OpenedIndex opened = OpenedIndex.open(index)) {
      Map<String, Long> fields = new TreeMap<>();
      long bytes = 0;
      for (OpenedIndex.Part part : opened.parts()) {
        bytes += add(part, fields);
      }
      return new IndexStats(
          opened.manifest(),
          opened.parts().size(),
          opened.reader().numDocs(),
          opened.reader().numDeletedDocs(),
          opened.reader().leaves().size(),
          bytes,
          fields);
    } catch (IOException e) {
      throw OpenedIndex.unreadable(index, e);
    }
  }

  /** The share of the documents that are deleted, 0..1. */
  public double deletedShare() {
    return deleted == 0 ? 0 : (double) deleted / (images + deleted);
  }

  private static long add(OpenedIndex.Part part, Map<String, Long> fields) throws IOException {
    String commit = part.reader().getIndexCommit().getSegmentsFileName();
    long bytes = part.directory().fileLength(commit);
    fields.merge("other", bytes, Long::sum);
    for (LeafReaderContext leaf : part.reader().leaves()) {
      SegmentReader segment = (SegmentReader) FilterLeafReader.unwrap(leaf.reader());
      bytes += add(segment, part.directory(), fields);
    }
    return bytes;
  }

  private static long add(SegmentReader segment, Directory directory, Map<String, Long> fields)
      throws IOException {
    Map<String, Long> vectors = vectorBytes(segment);
    vectors.forEach((field, length) -> fields.merge(field, length, Long::sum));
    long accounted = vectors.values().stream().mapToLong(Long::longValue).sum();
    SegmentCommitInfo info = segment.getSegmentInfo();
    if (info.info.getUseCompoundFile()) {
      try (Directory parts =
          info.info.getCodec().compoundFormat().getCompoundReader(directory, info.info)) {
        for (String file : parts.listAll()) {
          accounted += addKind(file, parts.fileLength(file), fields);
        }
      }
    }
    long bytes = 0;
    for (String file : info.files()) {
      bytes += directory.fileLength(file);
      accounted += addKind(file, directory.fileLength(file), fields);
    }
    fields.merge("other", bytes - accounted, Long::sum);
    return bytes;
  }

  private static long addKind(String file, long length, Map<String, Long> fields) {
    String kind = KINDS.get(IndexFileNames.getExtension(file));
    if (kind == null) {
      return 0;
    }
    fields.merge(kind, length, Long::sum);
    return length;
  }

  private static Map<String, Long> vectorBytes(LeafReader segment) throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    for (FieldInfo field : segment.getFieldInfos()) {
      if (field.getVectorDimension() > 0) {
        KnnVectorValues values =
            field.getVectorEncoding() == VectorEncoding.BYTE
                ? segment.getByteVectorValues(field.name)
                : segment.getFloatVectorValues(field.name);
        bytes.put(field.name, (long) values.size() * values.getVectorByteLength());
      }
    }
    return bytes;
  }
}
