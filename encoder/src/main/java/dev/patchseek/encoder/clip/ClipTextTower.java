package dev.patchseek.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.transformer.Block;
import dev.patchseek.encoder.transformer.BlockNames;
import dev.patchseek.encoder.transformer.Dropout;
import dev.patchseek.encoder.transformer.Layer;
import dev.patchseek.encoder.transformer.Precision;
import dev.patchseek.encoder.transformer.Rows;
import dev.patchseek.encoder.transformer.Weights;
import dev.patchseek.encoder.weights.Checkpoint;
import dev.patchseek.encoder.weights.CheckpointWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * CLIP's text tower: a causal transformer whose last states are projected into the space that CLIP
 * shares between texts and images.
 *
 * <p>Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", arXiv
 * 2103.00020.
 */
public final class ClipTextTower {

  private static final int LEGACY_END_OF_TEXT = 2;

  private final ClipTextConfig config;
  private final Weights weights;
  private final NDArray tokenTable; // [V, D]
  private final NDArray positionTable; // [C, D]
  private final NDArray causalMask; // [C, C], 0 on and below the diagonal, -inf above
  private final List<Block> blocks = new ArrayList<>();
  private final Layer finalNorm;
  private final Layer projection;

  /** Puts a tower together from the tensors that {@code weights} gives. */
  public ClipTextTower(ClipTextConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
    int d = config.blocks().hidden();
    String embeddings = "text_model.embeddings.";
    tokenTable = weights.get(embeddings + "token_embedding.weight", config.vocabulary(), d);
    positionTable = weights.get(embeddings + "position_embedding.weight", config.context(), d);
    Weights inner = weights.under("text_model.");
    for (int layer = 0; layer < config.blocks().layers(); layer++) {
      blocks.add(inner.block(BlockNames.CLIP, layer, config.blocks()));
    }
    finalNorm = inner.layerNorm("final_layer_norm", d, config.blocks().epsilon());
    projection = weights.linear("text_projection", d, config.shared(), false);
    causalMask = causalMask(weights.manager(), config.context());
  }

  /**
   * Makes a tower to be trained from scratch, with CLIP's own initial deviations: what a block adds
   * is the smaller the more blocks there are.
   *
   * @param seed of all weights
   * @param precision that it computes in
   */
  public static ClipTextTower create(
      NDManager manager, ClipTextConfig config, long seed, Precision precision) {
    double inner = 1 / Math.sqrt(config.blocks().hidden());
    double added = inner / Math.sqrt(2.0 * config.blocks().layers());
    Weights weights =
        Weights.random(
            manager,
            seed,
            name ->
                switch (name.replaceFirst(".*\\.(\\w+)\\.weight", "$1")) {
                  case "token_embedding" -> 0.02;
                  case "position_embedding" -> 0.01;
                  case "out_proj", "fc2" -> added;
                  case "fc1" -> inner / Math.sqrt(2);
                  default -> inner;
                });
    return new ClipTextTower(config, weights.in(precision));
  }

  /**
   * Gives the tokens other vectors to start from.
   *
   * @param vectors [V × D] row by row
   */
  public void startFrom(float[] vectors) {
    tokenTable.set(vectors);
  }

  private static NDArray causalMask(NDManager manager, int context) {
    float[] mask = new float[context * context];
    for (int row = 0; row < context; row++) {
      for (int column = row + 1; column < context; column++) {
        mask[row * context + column] = Float.NEGATIVE_INFINITY;
      }
    }
    NDArray array = manager.create(mask, new Shape(context, context));
    NDScope.unregister(array);
    return array;
  }

  /**
   * Loads the text tower of a Hugging Face checkpoint directory. The vision half of a CLIP is left
   * aside; anything else unexpected is refused.
   *
   * @param manager the arrays live as long as it does
   */
  public static ClipTextTower load(NDManager manager, Path directory) {
    return load(manager, directory, Precision.FLOAT32);
  }

  /** Loads the text tower to compute in the given precision. */
  public static ClipTextTower load(NDManager manager, Path directory, Precision precision) {
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      ClipTextConfig config = ClipTextConfig.of(checkpoint.config());
      ClipTextTower tower =
          new ClipTextTower(config, Weights.of(manager, checkpoint, "").in(precision));
      checkpoint.requireNothingLeft(
          name ->
              name.startsWith("vision_model.")
                  || name.equals("visual_projection.weight")
                  || name.equals("logit_scale")
                  || name.endsWith(".position_ids"));
      return tower;
    }
  }

  /**
   * Runs the tower.
   *
   * @param ids [B, L] int64, L at most the context; what follows end-of-text changes nothing before
   * @return [B, L, S], a vector of CLIP's shared space for every position
   */
  public NDArray forward(NDArray ids) {
    return forward(ids, Dropout.NONE); // [B, L, S]
  }

  /**
   * Runs the tower in training.
   *
   * @param ids [B, L] int64, L at most the context
   * @param dropout of the embeddings, and of what each block's attention and MLP add
   * @return [B, L, S]
   */
  public NDArray forward(NDArray ids, Dropout dropout) {
    long length = ids.getShape().get(1);
    if (length > config.context()) {
      throw new IllegalArgumentException(
          "the text tower takes at most %d tokens, got %d".formatted(config.context(), length));
    }
    NDIndex firstPositions = new NDIndex(":{}", length);
    NDArray mask = causalMask.get(new NDIndex(":{}, :{}", length, length)); // [L, L]
    NDArray x = Rows.of(tokenTable, ids); // [B, L, D]
    x = dropout.forward(x.add(positionTable.get(firstPositions))); // [B, L, D]
    for (Block block : blocks) {
      x = block.forward(x, mask, dropout); // [B, L, D]
    }
    x = finalNorm.forward(x); // [B, L, D]
    return projection.forward(x); // [B, L, S]
  }

  /**
   * The vector of each whole text: that at its first end-of-text.
   *
   * @param projected [B, L, S], from {@link #forward}
   * @param ends index of each text's first end-of-text, from {@link #endOfText}
   * @return [B, S]
   */
  public NDArray pooled(NDArray projected, int[] ends) {
    Shape shape = projected.getShape();
    long[] rows = new long[ends.length];
    for (int i = 0; i < ends.length; i++) {
      rows[i] = i * shape.get(1) + ends[i];
    }
    NDArray flat = projected.reshape(shape.get(0) * shape.get(1), shape.get(2)); // [B·L, S]
    NDArray index = projected.getManager().create(rows); // [B]
    return Rows.of(flat, index); // [B, S]
  }

  /** Index of the first end-of-text among a text's ids. */
  public int endOfText(int[] ids) {
    // configurations from before transformers 4.30 give 2; there the highest id is meant
    boolean legacy = config.endOfText() == LEGACY_END_OF_TEXT;
    int best = 0;
    for (int i = 0; i < ids.length; i++) {
      if (!legacy && ids[i] == config.endOfText()) {
        return i;
      }
      if (legacy && ids[i] > ids[best]) {
        best = i;
      }
    }
    if (!legacy) {
      throw new IllegalArgumentException("the text's ids lack end-of-text " + config.endOfText());
    }
    return best;
  }

  /**
   * Writes the tower as a Hugging Face checkpoint.
   *
   * @param half whether to store F16
   */
  public void save(Path directory, boolean half) throws IOException {
    CheckpointWriter.write(directory, config.json(), parameters(), half);
  }

  /** The manager that the weights belong to. */
  public NDManager manager() {
    return weights.manager();
  }

  public ClipTextConfig config() {
    return config;
  }

  /** The tower's tensors by Hugging Face name. */
  public Map<String, NDArray> parameters() {
    return weights.given();
  }
}
