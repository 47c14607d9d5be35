package dev.patchseek.trainer.loss;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.encoder.transformer.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * The contrastive loss over MaxSim scores without the similarity of every token with every patch in
 * memory: {@link MaxSim} under autograd is its oracle.
 *
 * <p>Only the best patch of each (token, image) carries gradient. So the images are gone through a
 * few at a time and outside the graph, the winners alone are kept, and once InfoNCE has said how
 * much each score should change, tokens and winning patches are moved along each other. Beside
 * tokens and patches themselves this takes 12 bytes a (token, image), not 4 a (token, patch), and
 * no backward matrix product.
 */
final class WinnersMaxSim {

  /** Similarities of one chunk of images: what stays in a core's cache, what keeps a GPU busy. */
  private static final long CPU_CHUNK = 2L << 20;

  private static final long GPU_CHUNK = 64L << 20;

  private final RealTokens real;
  private final NDArray tokens; // [R, d]
  private final NDArray shares; // [R, 1], weights of the real tokens
  private final NDArray patches; // [M·P, d]
  private final long perImage; // P
  private final long imagesPerChunk;
  private final List<Chunk> chunks = new ArrayList<>();

  /**
   * Some images that lie one behind the other.
   *
   * @param first of the images
   * @param last of the images, exclusive
   * @param winners [R, last - first] int64, rows among the chunk's patches
   */
  private record Chunk(long first, long last, NDArray winners) {

    NDIndex images() {
      return new NDIndex(":, {}:{}", first, last);
    }
  }

  private WinnersMaxSim(
      RealTokens real, NDArray tokens, NDArray shares, NDArray patches, long perChunk) {
    Shape p = patches.getShape();
    this.real = real;
    this.tokens = tokens.stopGradient();
    this.shares = shares.stopGradient();
    this.patches = patches.stopGradient().reshape(p.get(0) * p.get(1), p.get(2));
    perImage = p.get(1);
    long forOneImage = real.count() * Math.max(perImage, p.get(2));
    imagesPerChunk = Math.max(1, perChunk / forOneImage);
  }

  /**
   * The loss of N texts and M images. Its gradients are those of {@link InfoNce} over {@link
   * MaxSim#scores} times the inverse temperature; they are computed here and now.
   *
   * @param tokens [N, L, d] unit vectors
   * @param words [N, L], 1 at real tokens, 0 elsewhere; each text has at least one
   * @param weights [N, L], not negative; those of a text's real tokens sum to 1, others are ignored
   * @param patches [M, P, d] unit vectors
   * @param scale (), logarithm of the inverse temperature
   * @return ()
   */
  static NDArray loss(
      NDArray tokens,
      NDArray words,
      NDArray weights,
      NDArray patches,
      InfoNce infoNce,
      NDArray scale) {
    long perChunk = patches.getDevice().equals(Device.cpu()) ? CPU_CHUNK : GPU_CHUNK;
    return loss(tokens, words, weights, patches, infoNce, scale, perChunk);
  }

  /**
   * The same in chunks of a given size.
   *
   * @param perChunk similarities computed at a time; a chunk is one image at the least
   */
  static NDArray loss(
      NDArray tokens,
      NDArray words,
      NDArray weights,
      NDArray patches,
      InfoNce infoNce,
      NDArray scale,
      long perChunk) {
    Shape t = tokens.getShape();
    RealTokens real = RealTokens.of(words);
    NDArray rows = Rows.of(tokens.reshape(t.get(0) * t.get(1), t.get(2)), real.rows()); // [R, d]
    NDArray shares = Rows.of(weights.reshape(t.get(0) * t.get(1), 1), real.rows()); // [R, 1]
    WinnersMaxSim maxSim = new WinnersMaxSim(real, rows, shares, patches, perChunk);

    NDArray scores = outsideTheGraph(() -> maxSim.scores(t.get(0))); // [N, M]
    NDArray leaf = scale.stopGradient(); // ()
    scores.setRequiresGradient(true);
    leaf.setRequiresGradient(true);
    NDArray value = infoNce.loss(scores.mul(leaf.exp())); // ()
    NDManager manager = scores.getManager();
    JniUtils.backward((PtNDArray) value, (PtNDArray) manager.ones(new Shape()), false, false);

    NDList gradients = outsideTheGraph(() -> maxSim.gradients(scores.getGradient()));
    return Surrogate.of(
        value,
        List.of(
            new Surrogate.Term(rows, gradients.get(0)),
            new Surrogate.Term(shares, gradients.get(1)),
            new Surrogate.Term(patches, gradients.get(2).reshape(patches.getShape())),
            new Surrogate.Term(scale, leaf.getGradient())));
  }

  private interface Computation<T> {
    T run();
  }

  private static <T> T outsideTheGraph(Computation<T> computation) {
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return computation.run();
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  /** Keeps the winners; gives [N, M]. */
  private NDArray scores(long texts) {
    long images = patches.getShape().get(0) / perImage;
    NDList best = new NDList();
    for (long first = 0; first < images; first += imagesPerChunk) {
      long last = Math.min(first + imagesPerChunk, images);
      NDArray winners;
      NDArray similarity;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray all =
            tokens
                .matMul(patches(first, last).transpose())
                .reshape(real.count(), last - first, perImage); // [R, C, P]
        NDArray places = all.argMax(2); // [R, C]
        similarity = all.gather(places.expandDims(2), 2).reshape(places.getShape()); // [R, C]
        winners = places.add(firstRows(last - first)); // [R, C]
        NDScope.unregister(winners, similarity);
      }
      NDScope.register(winners);
      NDScope.register(similarity);
      chunks.add(new Chunk(first, last, winners));
      best.add(similarity);
    }
    NDArray weighted = NDArrays.concat(best, 1).mul(shares); // [R, M]
    return Rows.sum(weighted, real.texts(), texts); // [N, M]
  }

  private NDArray patches(long first, long last) {
    return patches.get(new NDIndex("{}:{}", first * perImage, last * perImage)); // [C·P, d]
  }

  /** The row of each image's first patch among its chunk's: [1, C]. */
  private NDArray firstRows(long images) {
    long[] rows = new long[(int) images];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i * perImage;
    }
    return patches.getManager().create(rows, new Shape(1, images));
  }

  /**
   * Spreads the scores' gradient.
   *
   * @param byScore [N, M]
   * @return by tokens [R, d], by shares [R, 1], by patches [M·P, d]
   */
  private NDList gradients(NDArray byScore) {
    Shape shape = tokens.getShape();
    NDArray pulls =
        tokens.getManager().zeros(new Shape(shape.get(0), 1, shape.get(1))); // [R, 1, d]
    NDList byPatch = new NDList();
    for (Chunk chunk : chunks) {
      NDArray moved;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray byBest = Rows.of(byScore.get(chunk.images()), real.texts()); // [R, C]
        NDArray from = patches(chunk.first, chunk.last); // [C·P, d]
        NDArray picked = Rows.of(from, chunk.winners); // [R, C, d]
        pulls.addi(byBest.expandDims(1).matMul(picked));
        NDArray steps = byBest.mul(shares).expandDims(2).mul(tokens.expandDims(1)); // [R, C, d]
        moved = Rows.sum(steps, chunk.winners, from.getShape().get(0)); // [C·P, d]
        NDScope.unregister(moved);
      }
      NDScope.register(moved);
      byPatch.add(moved);
    }
    NDArray pull = pulls.reshape(shape); // [R, d]
    return new NDList(
        pull.mul(shares), pull.mul(tokens).sum(new int[] {1}, true), NDArrays.concat(byPatch, 0));
  }
}
