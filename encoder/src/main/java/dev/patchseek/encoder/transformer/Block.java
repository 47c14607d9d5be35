package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** One pre-norm transformer block: attention and an MLP, each added to its input. */
public final class Block {

  private final Layer norm1;
  private final Attention attention;
  private final Layer norm2;
  private final Layer activation;
  private Layer fc1;
  private Layer fc2;

  Block(Layer norm1, Attention attention, Layer norm2, Layer fc1, Layer activation, Layer fc2) {
    this.norm1 = norm1;
    this.attention = attention;
    this.norm2 = norm2;
    this.fc1 = fc1;
    this.activation = activation;
    this.fc2 = fc2;
  }

  /**
   * Runs the block.
   *
   * @param x [B, N, D]
   * @param mask [N, N], added to the attention scores; or null
   * @return [B, N, D]
   */
  public NDArray forward(NDArray x, NDArray mask) {
    return forward(x, mask, Dropout.NONE); // [B, N, D]
  }

  /**
   * Runs the block in training.
   *
   * @param x [B, N, D]
   * @param mask [N, N], added to the attention scores; or null
   * @param dropout of what attention and MLP add
   * @return [B, N, D]
   */
  public NDArray forward(NDArray x, NDArray mask, Dropout dropout) {
    x = x.add(dropout.forward(attention.forward(norm1.forward(x), mask))); // [B, N, D]
    return x.add(dropout.forward(mlp(norm2.forward(x)))); // [B, N, D]
  }

  /**
   * Shows the attention of the block at work.
   *
   * @param x [B, N, D], what the block takes
   */
  public AttentionTrace trace(NDArray x) {
    return attention.trace(norm1.forward(x));
  }

  private NDArray mlp(NDArray x) {
    NDArray hidden = activation.forward(fc1.forward(x)); // [B, N, M]
    return fc2.forward(hidden); // [B, N, D]
  }

  /** Replaces a linear layer by a wrapper around it, or a wrapper by what it wraps. */
  public void wrap(Target target, UnaryOperator<Layer> wrapper) {
    switch (target) {
      case QUERY -> attention.query = wrapper.apply(attention.query);
      case KEY -> attention.key = wrapper.apply(attention.key);
      case VALUE -> attention.value = wrapper.apply(attention.value);
      case PROJ -> attention.proj = wrapper.apply(attention.proj);
      case FC1 -> fc1 = wrapper.apply(fc1);
      case FC2 -> fc2 = wrapper.apply(fc2);
      default -> throw new IllegalArgumentException("no such layer: " + target);
    }
  }
}
