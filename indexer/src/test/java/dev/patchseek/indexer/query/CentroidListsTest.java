package dev.patchseek.indexer.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CentroidListsTest {

  private static final int BEYOND_ANY_CODEBOOK = 5000;

  @TempDir private Path directory;

  private final RandomEmbeddings random = new RandomEmbeddings(9);
  private final CentroidLists lists = new CentroidLists();

  @Test
  void findsTheListThatTheTermHas() throws IOException {
    put("early", 60);
    optimize();
    put("late", 40);
    assertThatAllListsAreFound();
  }

  @Test
  void findsTheListsOfANewCodebook() throws IOException {
    put("image", 60);
    optimize();
    assertThatAllListsAreFound();
    delete("image/3.jpg");
    put("more", 50);
    optimize();
    assertThatAllListsAreFound();
  }

  @Test
  void findsNothingWhereNothingIsListed() throws IOException {
    put("image", 5);
    try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(directory))) {
      LeafReader segment = reader.leaves().getFirst().reader();
      assertThat(documents(lists.in(segment).of(0))).isEmpty();
    }
  }

  private void assertThatAllListsAreFound() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(directory))) {
      for (LeafReaderContext segment : reader.leaves()) {
        // what is found first is remembered for the second time
        for (int round = 0; round < 2; round++) {
          CentroidLists.Reading reading = lists.in(segment.reader());
          int found = 0;
          for (int centroid = BEYOND_ANY_CODEBOOK; centroid >= 0; centroid--) {
            List<Integer> expected = byTerm(segment.reader(), centroid);
            assertThat(documents(reading.of(centroid))).isEqualTo(expected);
            found += expected.size();
          }
          assertThat(found).isPositive();
        }
      }
    }
  }

  private static List<Integer> byTerm(LeafReader segment, int centroid) throws IOException {
    PostingsEnum list =
        segment.postings(
            new Term(ImageFields.CENTROIDS, ImageFields.centroid(centroid)), PostingsEnum.NONE);
    return list == null ? List.of() : documents(list);
  }

  private static List<Integer> documents(DocIdSetIterator list) throws IOException {
    List<Integer> documents = new ArrayList<>();
    while (list.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      documents.add(list.docID());
    }
    return documents;
  }

  private void put(String folder, int count) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      for (int image = 0; image < count; image++) {
        writer.put(RandomEmbeddings.record("%s/%d.jpg".formatted(folder, image)), random.image());
      }
    }
  }

  private void delete(String path) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      writer.delete(ImageRecord.idOf(path));
    }
  }

  private void optimize() {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      writer.optimize();
    }
  }
}
