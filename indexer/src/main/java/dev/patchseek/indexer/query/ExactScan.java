package dev.patchseek.indexer.query;

import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.StoredVectors;
import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.indexer.kernel.MaxSim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;

/** Scores every admitted image, stretches of documents in parallel. */
final class ExactScan {

  /** Documents a task scans: some milliseconds of work, so that threads end together. */
  private static final int STRETCH = 1024;

  private final ExecutorService pool;
  private final int patchCount;

  ExactScan(ExecutorService pool, int patchCount) {
    this.pool = pool;
    this.patchCount = patchCount;
  }

  /** The best images, best first. */
  List<Candidate> best(IndexReader reader, Question question, AdmittedImages admitted, int limit) {
    List<Callable<TopCandidates>> tasks = new ArrayList<>();
    for (LeafReaderContext segment : reader.leaves()) {
      for (int from = 0; from < segment.reader().maxDoc(); from += STRETCH) {
        int start = from;
        Bits images = admitted.in(segment);
        tasks.add(() -> scan(segment, images, start, start + STRETCH, question, limit));
      }
    }
    TopCandidates all = new TopCandidates(limit);
    try {
      for (Future<TopCandidates> part : pool.invokeAll(tasks)) {
        all.offerAll(part.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while searching", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
    return all.bestFirst();
  }

  private TopCandidates scan(
      LeafReaderContext context, Bits admitted, int from, int to, Question question, int limit)
      throws IOException {
    TopCandidates top = new TopCandidates(limit);
    LeafReader segment = context.reader();
    StoredVectors patches = StoredVectors.patches(segment);
    if (patches == null) {
      return top;
    }
    MaxSim maxSim = MaxSim.fastest(patches.precision());
    BinaryDocValues ids = segment.getBinaryDocValues(ImageFields.ID);
    StoredVectors globals = question.globals(segment);
    BestPatches best = new BestPatches(question.tokens());
    KnnVectorValues.DocIndexIterator documents = patches.documents();
    for (int doc = documents.advance(from); doc < to; doc = documents.nextDoc()) {
      if (admitted != null && !admitted.get(doc)) {
        continue;
      }
      maxSim.bestPatches(question.tokens(), patches.current(), patchCount, best);
      float score = best.weightedSum() + question.global(globals, doc);
      if (top.mayTake(score) && ids.advanceExact(doc)) {
        top.offer(new Candidate(context.docBase + doc, ids.binaryValue().utf8ToString(), score));
      }
    }
    return top;
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof IOException e) {
      return new UncheckedIOException(e);
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }
}
