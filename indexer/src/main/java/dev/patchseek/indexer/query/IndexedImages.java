package dev.patchseek.indexer.query;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.format.StoredVectors;
import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.indexer.kernel.MaxSim;
import dev.patchseek.indexer.kernel.QueryTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;

/**
 * What an index holds of single images, by their document.
 *
 * @param reader open while this is used
 * @param model that embedded the images
 */
record IndexedImages(IndexReader reader, ModelIdentity model) {

  IndexedImage image(int document) throws IOException {
    ImageRecord stored = ImageFields.read(reader, document);
    return new IndexedImage(
        stored.id(),
        stored.path(),
        stored.width(),
        stored.height(),
        stored.metadata(),
        new OriginalFile(stored.source(), stored.path()));
  }

  /** The whole answer of one image to a question. */
  Hit hit(Question question, Candidate candidate) throws IOException {
    int document = candidate.document();
    LeafReaderContext segment = segment(document);
    QueryTokens tokens = question.tokens();
    BestPatches best = new BestPatches(tokens);
    StoredVectors patches = patches(document);
    MaxSim.fastest(patches.precision())
        .bestPatches(tokens, patches.current(), model.patchCount(), best);
    List<TokenMatch> matches = new ArrayList<>();
    for (int token = 0; token < tokens.count(); token++) {
      matches.add(
          new TokenMatch(token, best.patch(token), best.score(token), tokens.weight(token)));
    }
    float global = question.global(question.globals(segment.reader()), document - segment.docBase);
    return new Hit(image(document), candidate.score(), global, matches);
  }

  Heat heat(QueryTokens tokens, int document) throws IOException {
    StoredVectors patches = patches(document);
    return new Heat(
        model.rows(),
        model.columns(),
        MaxSim.similarities(patches.precision(), tokens, patches.current(), model.patchCount()));
  }

  PatchEmbeddings embeddings(int document) throws IOException {
    LeafReaderContext segment = segment(document);
    StoredVectors globals = StoredVectors.globals(segment.reader());
    globals.advance(document - segment.docBase);
    return new PatchEmbeddings(
        model.rows(),
        model.columns(),
        model.dim(),
        patches(document).vectors(model.patchCount(), model.dim()),
        globals.vectors(1, model.dim()),
        ImageFields.hub(segment.reader(), document - segment.docBase));
  }

  private StoredVectors patches(int document) throws IOException {
    LeafReaderContext segment = segment(document);
    StoredVectors patches = StoredVectors.patches(segment.reader());
    patches.advance(document - segment.docBase);
    return patches;
  }

  private LeafReaderContext segment(int document) {
    List<LeafReaderContext> segments = reader.leaves();
    return segments.get(ReaderUtil.subIndex(document, segments));
  }
}
