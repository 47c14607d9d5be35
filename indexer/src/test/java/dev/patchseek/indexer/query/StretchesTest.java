package dev.patchseek.indexer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StretchesTest {

  private static final int[] SEGMENTS = {3, 1, 20, 6};
  private static final int DOCUMENTS = IntStream.of(SEGMENTS).sum();

  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final Stretches stretches = new Stretches(pool);
  private DirectoryReader reader;

  @BeforeEach
  void open() throws IOException {
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    IndexWriterConfig apart = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(directory, apart)) {
      for (int documents : SEGMENTS) {
        for (int document = 0; document < documents; document++) {
          writer.addDocument(new Document());
        }
        writer.commit();
      }
    }
    reader = DirectoryReader.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    pool.shutdown();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 30, 50})
  void goesThroughEveryDocumentOnce(int tasks) {
    List<List<Integer>> found =
        stretches.each(
            reader.leaves(),
            tasks,
            ArrayList::new,
            (documents, segment, from, to) ->
                IntStream.range(from, to).forEach(it -> documents.add(segment.docBase + it)));
    assertThat(found)
        .hasSize(tasks)
        .allSatisfy(share -> assertThat(share).hasSizeLessThanOrEqualTo(DOCUMENTS / tasks + 1));
    assertThat(found.stream().flatMap(List::stream))
        .containsExactlyElementsOf(IntStream.range(0, DOCUMENTS).boxed().toList());
  }

  @Test
  void aSingleTaskWorksInTheCallingThread() {
    Thread caller = Thread.currentThread();
    stretches.each(
        reader.leaves(),
        1,
        ArrayList::new,
        (room, segment, from, to) -> assertThat(Thread.currentThread()).isSameAs(caller));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void passesFailuresOn(int tasks) {
    assertThatThrownBy(
            () ->
                stretches.each(
                    reader.leaves(),
                    tasks,
                    ArrayList::new,
                    (room, segment, from, to) -> {
                      throw new IOException("the disk is gone");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the disk is gone");
  }
}
