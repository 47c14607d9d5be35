package dev.patchseek.indexer.query;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.format.StoredPatches;
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
import org.apache.lucene.index.StoredFields;

/** What an index holds of single images, by their document. For one thread. */
final class IndexedImages {

  private final IndexReader reader;
  private final IndexManifest manifest;
  private final StoredFields storedFields;

  /**
   * Opens what is stored of images.
   *
   * @param reader open while this is used
   * @param manifest of the index
   */
  IndexedImages(IndexReader reader, IndexManifest manifest) throws IOException {
    this.reader = reader;
    this.manifest = manifest;
    this.storedFields = reader.storedFields();
  }

  IndexedImage image(int document) throws IOException {
    ImageRecord stored = ImageFields.read(reader, storedFields, document);
    return IndexedImage.of(
        stored.path(), stored.source(), stored.width(), stored.height(), stored.metadata());
  }

  /** The whole answer of one image to a question. */
  Hit hit(Scorers scorers, Candidate candidate) throws IOException {
    int document = candidate.document();
    LeafReaderContext segment = segment(document);
    ImageScorer scorer = scorers.in(segment);
    BestPatches best = scorer.best(document - segment.docBase);
    QueryTokens tokens = scorers.question().tokens();
    byte[] vectorOfPatch = manifest.isPooled() ? patches(document).vectorOfPatch() : null;
    List<TokenMatch> matches = new ArrayList<>();
    for (int token = 0; token < tokens.count(); token++) {
      int patch =
          StoredPatches.patchOf(best.patch(token), vectorOfPatch, manifest.model().columns());
      matches.add(new TokenMatch(token, patch, best.score(token), tokens.weight(token)));
    }
    float global = scorer.global(document - segment.docBase);
    return new Hit(image(document), candidate.score(), global, matches);
  }

  Heat heat(QueryTokens tokens, int document) throws IOException {
    StoredPatches patches = patches(document);
    float[][] similarities = // [T][K]
        MaxSim.similarities(patches.precision(), tokens, patches.current(), manifest.vectorCount());
    ModelIdentity model = manifest.model();
    return new Heat(model.rows(), model.columns(), spread(similarities, patches.vectorOfPatch()));
  }

  private static float[][] spread(float[][] similarities, byte[] vectorOfPatch) {
    if (vectorOfPatch == null) {
      return similarities;
    }
    float[][] spread = new float[similarities.length][vectorOfPatch.length]; // [T][P]
    for (int token = 0; token < spread.length; token++) {
      for (int patch = 0; patch < vectorOfPatch.length; patch++) {
        spread[token][patch] = similarities[token][Byte.toUnsignedInt(vectorOfPatch[patch])];
      }
    }
    return spread;
  }

  PatchEmbeddings embeddings(int document) throws IOException {
    ModelIdentity model = manifest.model();
    LeafReaderContext segment = segment(document);
    StoredVectors globals = StoredVectors.globals(segment.reader());
    globals.advance(document - segment.docBase);
    return new PatchEmbeddings(
        model.rows(),
        model.columns(),
        model.dim(),
        patches(document).ofPatches(),
        globals.vectors(1, model.dim()),
        ImageFields.hub(segment.reader(), document - segment.docBase));
  }

  private StoredPatches patches(int document) throws IOException {
    LeafReaderContext segment = segment(document);
    StoredPatches patches = StoredPatches.of(segment.reader(), manifest);
    patches.advance(document - segment.docBase);
    return patches;
  }

  private LeafReaderContext segment(int document) {
    List<LeafReaderContext> segments = reader.leaves();
    return segments.get(ReaderUtil.subIndex(document, segments));
  }
}
