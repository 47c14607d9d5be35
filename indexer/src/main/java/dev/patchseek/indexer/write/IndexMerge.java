package dev.patchseek.indexer.write;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.codebook.CodebookFile;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.IndexParts;
import dev.patchseek.indexer.format.PatchCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;

/**
 * Folds indexes into a new one. Vectors are copied as they are. Centroids are taken over where all
 * indexes have the same codebook; where they do not, the new index gets a codebook of its own when
 * it is large enough for one.
 */
public final class IndexMerge {

  private final Path out;
  private final List<Path> parts;
  private final IndexManifest manifest;

  private IndexMerge(List<Path> indexes, Path out) {
    this.out = out;
    this.parts =
        indexes.stream().flatMap(index -> IndexParts.of(index).directories().stream()).toList();
    this.manifest = common(parts);
  }

  /**
   * Makes an index of all images of others, which nothing may write to meanwhile.
   *
   * @param indexes of the same model and precision; directories of shards count as their shards
   * @param out a directory that is empty or missing; it is left so when merging fails
   * @return how many images it has
   * @throws InvalidInputException when one cannot be read, they do not belong together, two hold an
   *     image of the same path, or the directory cannot be used
   */
  public static long run(List<Path> indexes, Path out) {
    try {
      if (!IndexDirectory.isFree(out)) {
        throw new InvalidInputException(
            "%s is an index already: name a new directory to merge into".formatted(out));
      }
      return new IndexMerge(indexes, out).run();
    } catch (IOException e) {
      throw new InvalidInputException("cannot merge into %s: %s".formatted(out, e), e);
    }
  }

  private static IndexManifest common(List<Path> parts) {
    List<IndexManifest> manifests = parts.stream().map(IndexManifest::read).toList();
    IndexManifest first = manifests.getFirst();
    for (int part = 0; part < parts.size(); part++) {
      manifests.get(part).requireLike(parts.get(part), parts.getFirst(), first);
    }
    Set<String> codebooks =
        manifests.stream()
            .map(manifest -> String.valueOf(manifest.codebook()))
            .collect(Collectors.toSet());
    return codebooks.size() == 1 ? first : first.withCodebook(null);
  }

  private long run() throws IOException {
    try {
      copy();
    } catch (IOException | RuntimeException e) {
      IndexDirectory.removeUnlessIndex(out);
      throw e;
    }
    try (PatchIndexWriter writer = PatchIndexWriter.open(out, manifest)) {
      writer.commit(); // gives a large index the codebook that it lacks
    }
    try (Directory files = FSDirectory.open(out);
        DirectoryReader merged = DirectoryReader.open(files)) {
      return merged.numDocs();
    }
  }

  private void copy() throws IOException {
    List<Directory> sources = new ArrayList<>();
    List<IndexReader> readers = new ArrayList<>();
    try {
      for (Path part : parts) {
        sources.add(FSDirectory.open(part));
        readers.add(DirectoryReader.open(sources.getLast()));
      }
      try (IndexReader all = new MultiReader(readers.toArray(IndexReader[]::new), false)) {
        requireDistinct(all);
        write(all);
      }
    } finally {
      IOUtils.close(readers);
      IOUtils.close(sources);
    }
  }

  private void write(IndexReader all) throws IOException {
    try (Directory target = FSDirectory.open(Files.createDirectories(out));
        IndexWriter writer =
            new IndexWriter(
                target,
                new IndexWriterConfig().setCodec(new PatchCodec()).setCommitOnClose(false))) {
      for (LeafReaderContext segment : all.leaves()) {
        writer.addIndexes(SlowCodecReaderWrapper.wrap(taken(segment.reader())));
      }
      if (manifest.codebook() != null) {
        CodebookFile.write(out, CodebookFile.read(parts.getFirst(), manifest.codebook()));
      }
      writer.setLiveCommitData(manifest.toUserData().entrySet());
      writer.commit();
    }
  }

  private LeafReader taken(LeafReader segment) {
    return manifest.codebook() == null ? new Unlisted(segment) : segment;
  }

  /** An image that two indexes hold would be found twice. */
  private void requireDistinct(IndexReader all) throws IOException {
    Terms ids = MultiTerms.getTerms(all, ImageFields.ID);
    if (ids == null) {
      return;
    }
    Bits live = MultiBits.getLiveDocs(all);
    TermsEnum terms = ids.iterator();
    PostingsEnum documents = null;
    for (BytesRef id = terms.next(); id != null; id = terms.next()) {
      documents = terms.postings(documents, PostingsEnum.NONE);
      int first = -1;
      for (int document = documents.nextDoc();
          document != PostingsEnum.NO_MORE_DOCS;
          document = documents.nextDoc()) {
        if (live != null && !live.get(document)) {
          continue;
        }
        if (first >= 0) {
          throw new InvalidInputException(
              "%s is in two of the indexes, from %s and from %s: remove one of them"
                  .formatted(
                      ImageFields.read(all, first).path(),
                      ImageFields.source(all, first),
                      ImageFields.source(all, document)));
        }
        first = document;
      }
    }
  }
}
