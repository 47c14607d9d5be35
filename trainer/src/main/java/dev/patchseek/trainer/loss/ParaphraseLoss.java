package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.bundle.Projections;
import dev.patchseek.encoder.transformer.Rows;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What brings two captions of one picture together: InfoNCE over whole texts, plus InfoNCE over
 * MaxSim scores between the tokens of the one and those of the other.
 *
 * @param heads the text and token heads of the texts; the others are not used
 * @param globalScale (), logarithm of the inverse temperature of the first term
 * @param maxSimScale (), likewise of the second
 */
public record ParaphraseLoss(Projections heads, NDArray globalScale, NDArray maxSimScale) {

  /** The pictures that MaxSim scores against each other: its cost grows with their square. */
  private static final int MAXSIM_PICTURES = 64;

  /** With CLIP's initial temperature. */
  public static ParaphraseLoss create(NDManager manager, Projections heads) {
    return new ParaphraseLoss(
        heads,
        manager.full(new Shape(), InfoNce.INITIAL_SCALE),
        manager.full(new Shape(), InfoNce.INITIAL_SCALE));
  }

  /** What is trained with the loss and thrown away afterwards. */
  public Map<String, NDArray> parameters() {
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    parameters.put("heads.text", heads.text());
    parameters.put("heads.token", heads.token());
    parameters.put("scale.global", globalScale);
    parameters.put("scale.maxsim", maxSimScale);
    return parameters;
  }

  /**
   * Computes the loss of B pictures; captions i and B + i are of picture i. It must be called while
   * gradients are collected.
   *
   * @param tokens [2B, L, S] of the text tower
   * @param pooled [2B, S] of the text tower
   * @param words [2B, L], 1 at real tokens; each text has at least one
   * @return ()
   */
  public NDArray of(NDArray tokens, NDArray pooled, NDArray words) {
    int pictures = Math.toIntExact(pooled.getShape().get(0) / 2);
    NDArray wholes = heads.texts(pooled); // [2B, d]
    NDArray first = wholes.get(new NDIndex(":{}", pictures)); // [B, d]
    NDArray second = wholes.get(new NDIndex("{}:", pictures)); // [B, d]
    NDArray logits = first.matMul(second.transpose()).mul(globalScale.exp()); // [B, B]
    NDArray global = infoNce(tokens.getManager(), pictures).loss(logits); // ()
    return global.add(maxSim(tokens, words, pictures)); // ()
  }

  private NDArray maxSim(NDArray tokens, NDArray words, int pictures) {
    int count = Math.min(pictures, MAXSIM_PICTURES);
    NDIndex ones = new NDIndex(":{}", count);
    NDIndex others = new NDIndex("{}:{}", pictures, pictures + count);
    NDArray asking = heads.tokens(tokens.get(ones)); // [C, L, d]
    NDArray real = words.get(ones); // [C, L]
    NDArray even = real.div(real.sum(new int[] {1}, true)); // [C, L]
    NDArray answering =
        withoutPadding(heads.tokens(tokens.get(others)), words.get(others)); // [C, L, d]
    return WinnersMaxSim.loss(
        asking, real, even, answering, infoNce(tokens.getManager(), count), maxSimScale); // ()
  }

  /** Puts the first real token of each text where there is none: it adds nothing to a maximum. */
  private static NDArray withoutPadding(NDArray vectors, NDArray words) {
    Shape shape = vectors.getShape();
    int length = Math.toIntExact(shape.get(1));
    float[] real = words.toFloatArray();
    long[] rows = new long[real.length];
    for (int text = 0; text < shape.get(0); text++) {
      int firstReal = -1;
      for (int row = text * length; row < (text + 1) * length; row++) {
        if (real[row] != 0 && firstReal < 0) {
          firstReal = row;
        }
      }
      for (int row = text * length; row < (text + 1) * length; row++) {
        rows[row] = real[row] != 0 ? row : firstReal;
      }
    }
    NDArray flat = vectors.reshape(shape.get(0) * length, shape.get(2)); // [C·L, d]
    NDArray index = vectors.getManager().create(rows); // [C·L]
    return Rows.of(flat, index).reshape(shape); // [C, L, d]
  }

  /** Each first caption belongs to the second caption of the same number. */
  private static InfoNce infoNce(NDManager manager, int count) {
    return new InfoNce(manager, IntStream.range(0, count).toArray(), count);
  }
}
