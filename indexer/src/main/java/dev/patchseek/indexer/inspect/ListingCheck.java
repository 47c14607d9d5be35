package dev.patchseek.indexer.inspect;

import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.IndexManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;

/** Whether images are listed under the centroids nearest to their patches. */
final class ListingCheck {

  /**
   * Of an image's centroids. Images are listed by their vectors before these become bytes, so that
   * a patch between two centroids may be found under the other one.
   */
  private static final double SHARE = 0.8;

  private ListingCheck() {}

  /** One sentence for each image of a sample that is listed otherwise. */
  static List<String> faults(OpenedIndex opened, List<StoredImage> sample) throws IOException {
    List<String> faults = new ArrayList<>();
    int base = 0;
    for (OpenedIndex.Part part : opened.parts()) {
      Optional<Codebook> codebook = IndexManifest.read(part.path()).readCodebook(part.path());
      for (StoredImage image : sample) {
        int document = image.document() - base;
        if (codebook.isPresent()
            && document >= 0
            && document < part.reader().maxDoc()
            && image.patches() != null) {
          List<LeafReaderContext> segments = part.reader().leaves();
          LeafReaderContext segment = segments.get(ReaderUtil.subIndex(document, segments));
          Set<Integer> listed = listed(segment, document - segment.docBase);
          faults(image, codebook.get(), listed).ifPresent(faults::add);
        }
      }
      base += part.reader().maxDoc();
    }
    return faults;
  }

  private static Optional<String> faults(
      StoredImage image, Codebook codebook, Set<Integer> listed) {
    int[] nearest = codebook.cells(image.patches());
    long found = Arrays.stream(nearest).filter(listed::contains).count();
    return found >= SHARE * Math.max(nearest.length, listed.size())
        ? Optional.empty()
        : Optional.of(
            "%s: it is listed under %d centroids, %d of them of the %d nearest to its patches"
                .formatted(image.record().path(), listed.size(), found, nearest.length));
  }

  private static Set<Integer> listed(LeafReaderContext segment, int document) throws IOException {
    Set<Integer> listed = new HashSet<>();
    Terms centroids = segment.reader().terms(ImageFields.CENTROIDS);
    TermsEnum terms = centroids == null ? TermsEnum.EMPTY : centroids.iterator();
    PostingsEnum images = null;
    for (BytesRef term = terms.next(); term != null; term = terms.next()) {
      images = terms.postings(images, PostingsEnum.NONE);
      if (images.advance(document) == document) {
        listed.add(ImageFields.centroidNumber(term));
      }
    }
    return listed;
  }
}
